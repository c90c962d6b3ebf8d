namespace VaeCodec.Inference;

/// <summary>A [Channels, Height, Width] tensor in NHWC order with a border of one zero position on every side, so that 3x3 convolutions
/// need no edge cases. Channels are padded to <see cref="ChannelStride"/>; what the padding holds is never used.</summary>
public sealed class Tensor
{
    internal Tensor(AlignedBuffer buffer, int height, int width, int channels, int channelStride, int border)
    {
        Buffer = buffer;
        Height = height;
        Width = width;
        Channels = channels;
        ChannelStride = channelStride;
        Border = border;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Positions per row.</summary>
    public int Width { get; }

    /// <summary>Channels that hold values.</summary>
    public int Channels { get; }

    /// <summary>Distance between neighbouring positions, in floats.</summary>
    public int ChannelStride { get; }

    /// <summary>Zero positions around the grid: 1 for features, 0 for pictures.</summary>
    public int Border { get; }

    /// <summary>Distance between neighbouring rows, in floats.</summary>
    public int RowStride => (Width + 2 * Border) * ChannelStride;

    internal AlignedBuffer Buffer { get; }

    /// <summary>The values of row y, position after position, each <see cref="ChannelStride"/> floats long.</summary>
    public Span<float> Row(int y) => Buffer.Span.Slice(Offset(y, 0), Width * ChannelStride);

    /// <summary>The channels of one position.</summary>
    public Span<float> At(int y, int x) => Buffer.Span.Slice(Offset(y, x), Channels);

    internal int Offset(int y, int x) => (y + Border) * RowStride + (x + Border) * ChannelStride;
}
