using VaeCodec.Inference.Simd;

namespace VaeCodec.Inference.Tensors;

/// <summary>A strip of a [Channels, GridHeight, Width] tensor in NHWC order. Above it there is room for the last rows of the strip before
/// (zero above the grid), below it a row of zero, and a zero position at either side, so that 3x3 convolutions need no edge cases.
/// Channels are padded to <see cref="ChannelStride"/>; what the padding holds is never used. Rows are numbered in the grid.</summary>
internal sealed class Tensor
{
    /// <summary>Rows of the strip before that are at hand: what the 3x3 convolution of the lagging row needs, and what the state lags
    /// behind the latents that are merged into it where their posterior has two blocks
    /// (<see cref="VaeCodec.Networks.Hvae.HvaeSpec.MostExtraPosteriorBlocks"/>).</summary>
    internal const int HistoryRows = 2;

    private readonly int _firstStored;

    internal Tensor(AlignedBuffer buffer, Strip rows, int firstStored, int width, int channels, int channelStride, int border, bool owned)
    {
        Buffer = buffer;
        Rows = rows;
        _firstStored = firstStored;
        Width = width;
        Channels = channels;
        ChannelStride = channelStride;
        Border = border;
        IsOwned = owned;
    }

    /// <summary>Which rows of the grid these are.</summary>
    public Strip Rows { get; }

    /// <summary>Rows of the strip.</summary>
    public int Height => Rows.Height;

    /// <summary>Positions per row.</summary>
    public int Width { get; }

    /// <summary>Channels that hold values.</summary>
    public int Channels { get; }

    /// <summary>Distance between neighbouring positions, in floats.</summary>
    public int ChannelStride { get; }

    /// <summary>Zero positions at either side of a row: 1 for features, 0 for pictures.</summary>
    public int Border { get; }

    /// <summary>Distance between neighbouring rows, in floats.</summary>
    public int RowStride => (Width + 2 * Border) * ChannelStride;

    internal AlignedBuffer Buffer { get; }

    /// <summary>False for a view of another tensor's memory.</summary>
    internal bool IsOwned { get; }

    /// <summary>The values of row y, position after position, each <see cref="ChannelStride"/> floats long.</summary>
    public Span<float> Row(int y) => Buffer.Span.Slice(Offset(y, 0), Width * ChannelStride);

    /// <summary>The channels of one position.</summary>
    public Span<float> At(int y, int x) => Buffer.Span.Slice(Offset(y, x), Channels);

    /// <summary>Other rows of the same memory, which stays this tensor's.</summary>
    /// <param name="rows">Rows of the grid that are at hand.</param>
    public Tensor View(Strip rows) => new(Buffer, rows, _firstStored, Width, Channels, ChannelStride, Border, owned: false);

    /// <summary>The same memory for as many rows from another on; those that shall stay are moved there.</summary>
    internal Tensor Moved(Strip rows)
    {
        var moved = new Tensor(Buffer, Rows with { Top = rows.Top, Bottom = rows.Top + Height }, _firstStored + rows.Top - Rows.Top, Width,
            Channels, ChannelStride, Border, IsOwned);
        Stored(rows.Top, rows.Height).CopyTo(moved.Stored(rows.Top, rows.Height));
        return moved;
    }

    /// <summary>Whole rows with the positions at their sides.</summary>
    internal Span<float> Stored(int top, int rows) => Buffer.Span.Slice((top - _firstStored) * RowStride, rows * RowStride);

    internal int Offset(int y, int x) => (y - _firstStored) * RowStride + (x + Border) * ChannelStride;
}
