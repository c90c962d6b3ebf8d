using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// Codes the colours of a picture in raster order: a pixel in flat surroundings by <see cref="FlatModel"/>, another as a candidate, and
/// what is neither by its channels. Encoder and decoder run the same model, each with its end of the coder. FORMAT.md, "Graphics".
/// </summary>
internal sealed class GraphicsModel
{
    /// <summary>Pixels between two looks at the cancellation token, since a row may have a million: no more than some 20 ms.</summary>
    private const int Piece = 2048;

    private readonly int _channels;
    private readonly ColourRows _rows;
    private readonly uint[] _actual;
    private readonly FlatModel _flat;
    private readonly CandidateModel _candidates;
    private readonly ChannelModel _byChannel;
    private readonly CancellationToken _cancellationToken;

    public GraphicsModel(IBitCoder coder, int width, int height, int channels, CancellationToken cancellationToken)
    {
        TableSizes sizes = TableSizes.Of(width, height);
        (_channels, _rows, _actual, _cancellationToken) = (channels, new(width), new uint[width], cancellationToken);
        (_flat, _candidates, _byChannel) = (new(coder), new(coder, sizes), new(coder, channels, sizes));
    }

    /// <summary>Encodes the next row.</summary>
    public void Encode(ReadOnlySpan<byte> pixels)
    {
        for (int x = 0; x < _actual.Length; x++)
        {
            uint colour = 0;
            for (int c = 0; c < _channels; c++) colour |= (uint)pixels[(x * _channels) + c] << (8 * c);
            _actual[x] = colour;
        }

        Row();
    }

    /// <summary>Decodes the next row.</summary>
    public void Decode(Span<byte> pixels)
    {
        Row();
        for (int x = 0; x < _actual.Length; x++)
        {
            uint colour = _rows.Row[x + ColourRows.Margin];
            for (int c = 0; c < _channels; c++) pixels[(x * _channels) + c] = (byte)(colour >> (8 * c));
        }
    }

    private void Row()
    {
        _rows.Next();
        for (int x = 0; x < _actual.Length;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            x = Pixels(x, Math.Min(x + Piece, _actual.Length));
        }
    }

    /// <summary>Codes pixels up to a place, or a little beyond. Returns the next one.</summary>
    private int Pixels(int x, int end)
    {
        Span<uint> row = _rows.Row.AsSpan(ColourRows.Margin, _actual.Length);
        for (; x < end; x++)
        {
            Neighbours near = new(_rows, x);
            if (!near.AreFlat)
            {
                row[x] = Colour(_actual[x], near);
                continue;
            }

            int count = _flat.Code(_actual, _rows, x, near.W);
            row.Slice(x, count).Fill(near.W);
            if (count == 0) row[x] = _byChannel.Code(_actual[x], near);
            x += Math.Max(count, 1) - 1;
        }

        return x;
    }

    private uint Colour(uint actual, in Neighbours near)
    {
        uint colour = actual;
        if (!_candidates.TryCode(ref colour, near)) colour = _byChannel.Code(actual, near);
        _candidates.Learn(colour);
        return colour;
    }
}
