using VaeCodec.Inference.Simd;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Inference.PixelCnn;

/// <summary>A band of rows of a picture as the pixel network sees it: exact pixels x and lossy pixels y as floats, (v - 128) / 32, with a
/// border. Where there is no x (above the band, beside the picture, and not coded yet) it is y; beyond the picture y is its edge.</summary>
internal sealed class PixelCnnBand : IDisposable
{
    private readonly int _border;
    private readonly int _top;

    /// <summary>Lays out a band.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="lossy">The whole picture's lossy pixels, interleaved.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="channels">Bytes per pixel: 1 or 2 for gray, which counts as three equal channels; 3 or 4 for colour.</param>
    /// <param name="top">First row.</param>
    /// <param name="rows">Rows.</param>
    public PixelCnnBand(PixelCnnSpec spec, ReadOnlySpan<byte> lossy, int width, int height, int channels, int top, int rows)
        : this(spec, width, channels <= 2 ? 1 : 3, top, rows)
    {
        for (int y = -_border; y < rows + _border; y++)
        {
            ReadOnlySpan<byte> from = lossy.Slice(Math.Clamp(top + y, 0, height - 1) * width * channels, width * channels);
            Span<float> to = Base.Span.Slice((y + _border) * RowStride, RowStride);
            for (int x = -_border; x < width + _border; x++)
            {
                int at = Math.Clamp(x, 0, width - 1) * channels;
                for (int c = 0; c < 3; c++)
                    to[3 * (x + _border) + c] = ToFloat(from[at + (Colours == 3 ? c : 0)]);
            }
        }

        Base.Span.CopyTo(Exact.Span);
    }

    /// <summary>Lays out a whole gray picture of which features are known instead of lossy pixels. Where there is no x it is black; beyond
    /// the picture features are 0.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="features">Three for every pixel.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    public PixelCnnBand(PixelCnnSpec spec, ReadOnlySpan<float> features, int width, int height)
        : this(spec, width, 1, 0, height)
    {
        for (int y = 0; y < height; y++)
            features.Slice(3 * width * y, 3 * width).CopyTo(Base.Span[Offset(y, 0)..]);
        Exact.Span.Fill(ToFloat(0));
    }

    private PixelCnnBand(PixelCnnSpec spec, int width, int colours, int top, int rows)
    {
        ArgumentNullException.ThrowIfNull(spec);
        (Spec, Width, Rows, Colours, _top) = (spec, width, rows, colours, top);
        _border = spec.Border;
        RowStride = RowStrideOf(spec, width);
        int length = checked((int)LengthOf(spec, width, rows));
        (Base, Exact) = (new(length), new(length));
    }

    /// <summary>What a band takes, with the activations of its diagonals.</summary>
    public static long BytesOf(PixelCnnSpec spec, int width, int rows)
        => sizeof(float) * ((2 * LengthOf(spec, width, rows)) + PixelCnnEngine.ActivationsOf(spec, width, rows));

    /// <summary>The network.</summary>
    public PixelCnnSpec Spec { get; }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Channels that are coded: 1 or 3.</summary>
    public int Colours { get; }

    /// <summary>How many columns a row is behind the one above when both are coded in one step: the window reaches so far to the right,
    /// less one.</summary>
    public int RowLag => LagOf(Spec);

    /// <summary>Steps that code the band: in step t, the pixels (row, t - RowLag * row).</summary>
    public int Steps => Width + RowLag * (Rows - 1);

    internal int RowStride { get; }

    internal AlignedBuffer Base { get; }

    internal AlignedBuffer Exact { get; }

    /// <summary>The row of the picture that a row of the band is.</summary>
    public int PictureRow(int row) => _top + row;

    /// <summary>Enters an exact value; for gray, in all three channels.</summary>
    public void Set(int channel, int row, int column, byte value)
    {
        Span<float> pixel = Exact.Span.Slice(Offset(row, column), 3);
        if (Colours == 1)
            pixel.Fill(ToFloat(value));
        else
            pixel[channel] = ToFloat(value);
    }

    /// <summary>Where a pixel begins in <see cref="Base"/> and <see cref="Exact"/>; rows and columns of the border are negative or
    /// beyond.</summary>
    internal int Offset(int row, int column) => (row + _border) * RowStride + 3 * (column + _border);

    /// <summary>Gives its memory back.</summary>
    public void Dispose()
    {
        Base.Dispose();
        Exact.Dispose();
    }

    internal static int LagOf(PixelCnnSpec spec) => spec.Window / 2 + 1;

    private static int RowStrideOf(PixelCnnSpec spec, int width) => 3 * (width + 2 * spec.Border);

    /// <summary>Kernels compute whole tiles of up to 12 pixels, each one row below the other, and drop those that are too many.</summary>
    private static long LengthOf(PixelCnnSpec spec, int width, int rows)
        => (long)(rows + 2 * spec.Border + Simd.RowKernel.MostPositions) * RowStrideOf(spec, width);

    /// <summary>A value as the networks see it.</summary>
    internal static float ToFloat(byte value) => (value - 128) * (1f / 32f);
}
