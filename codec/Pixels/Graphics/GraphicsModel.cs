using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>Codes the colours of a picture in raster order: each is one of a few candidates, or is given by its channels.</summary>
internal sealed class GraphicsModel
{
    private readonly int _width;
    private readonly int _channels;
    private readonly ColourRows _rows;
    private readonly CandidateModel _candidates;
    private readonly ChannelModel _literals;

    public GraphicsModel(IBitCoder coder, int width, int height, int channels)
    {
        (_width, _channels) = (width, channels);
        _rows = new(width);
        int bits = Math.Clamp(System.Numerics.BitOperations.Log2((uint)Math.Min((long)width * height, 1 << 30)) + 2, 10, 22);
        _candidates = new(coder, bits);
        _literals = new(coder, channels, bits);
    }

    /// <summary>Codes a row. An encoder gives its bytes; a decoder's are overwritten.</summary>
    public void Row(ReadOnlySpan<byte> pixels, Span<byte> decoded)
    {
        _rows.Next();
        for (int x = 0; x < _width; x++)
        {
            uint colour = 0;
            if (!pixels.IsEmpty)
            {
                for (int c = 0; c < _channels; c++) colour |= (uint)pixels[(x * _channels) + c] << (8 * c);
            }

            Neighbours near = new(_rows, x);
            if (!_candidates.TryCode(ref colour, near, x)) colour = _literals.Code(colour, near);
            _candidates.Learn(colour, near);
            _rows.Row[x + ColourRows.Margin] = colour;
            if (!decoded.IsEmpty)
            {
                for (int c = 0; c < _channels; c++) decoded[(x * _channels) + c] = (byte)(colour >> (8 * c));
            }
        }
    }
}
