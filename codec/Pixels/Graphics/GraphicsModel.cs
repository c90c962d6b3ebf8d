using VaeCodec.Bitstream.Adaptive;
using VaeCodec.Picture;

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

    /// <summary>Begins a picture.</summary>
    /// <param name="coder">Of an encoder or a decoder.</param>
    /// <param name="width">Of a row, in pixels.</param>
    /// <param name="pixels">How many are coded in all.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="cancellationToken">Takes effect within some 20 ms.</param>
    public GraphicsModel(IBitCoder coder, int width, long pixels, int channels, CancellationToken cancellationToken)
    {
        TableSizes sizes = TableSizes.Of(pixels);
        (_channels, _rows, _actual, _cancellationToken) = (channels, new(width), new uint[width], cancellationToken);
        (_flat, _candidates, _byChannel) = (new(coder), new(coder, sizes), new(coder, channels, sizes));
    }

    /// <summary>Encodes the next row.</summary>
    public void Encode(ReadOnlySpan<byte> pixels)
    {
        BeginRow(pixels);
        Code(0, _actual.Length, _actual.Length);
    }

    /// <summary>Decodes the next row.</summary>
    public void Decode(Span<byte> pixels)
    {
        BeginRow();
        Code(0, _actual.Length, _actual.Length);
        Read(new(0, _actual.Length), pixels, _channels);
    }

    /// <summary>Begins the next row. What of it is not coded is 0.</summary>
    /// <param name="pixels">The whole row; none in a decoder.</param>
    public void BeginRow(ReadOnlySpan<byte> pixels = default)
    {
        for (int x = 0; x * _channels < pixels.Length; x++)
        {
            uint colour = 0;
            for (int c = 0; c < _channels; c++) colour |= (uint)pixels[(x * _channels) + c] << (8 * c);
            _actual[x] = colour;
        }

        _rows.Next();
        _rows.Row.AsSpan(ColourRows.Margin, _actual.Length).Clear();
    }

    /// <summary>Codes pixels of the row from a place on up to another, or up to 15 further. Returns the next one.</summary>
    /// <param name="x">The first.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="end">Where the pixels of the row that are coded end.</param>
    public int Code(int x, int to, int end)
    {
        while (x < to)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            x = Pixels(x, Math.Min(x + Piece, to), end);
        }

        return x;
    }

    /// <summary>Copies colours of the row into pixels, which may have another channel besides.</summary>
    /// <param name="part">Which.</param>
    /// <param name="pixels">The whole row.</param>
    /// <param name="channels">Bytes of a pixel.</param>
    public void Read(Columns part, Span<byte> pixels, int channels)
    {
        for (int x = part.From; x < part.To; x++)
        {
            uint colour = _rows.Row[x + ColourRows.Margin];
            for (int c = 0; c < _channels; c++) pixels[(x * channels) + c] = (byte)(colour >> (8 * c));
        }
    }

    /// <summary>Codes pixels up to a place, or a little beyond. Returns the next one.</summary>
    private int Pixels(int x, int to, int end)
    {
        Span<uint> row = _rows.Row.AsSpan(ColourRows.Margin, _actual.Length);
        for (; x < to; x++)
        {
            Neighbours near = new(_rows, x);
            if (!near.AreFlat)
            {
                row[x] = Colour(_actual[x], near);
                continue;
            }

            int count = _flat.Code(_actual, _rows, x, end, near.W);
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
