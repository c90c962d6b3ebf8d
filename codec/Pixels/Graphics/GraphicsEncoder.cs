using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>Codes the exact pixels of graphics: screenshots, text, icons, pixel art. FORMAT.md, "Graphics".</summary>
internal static class GraphicsEncoder
{
    /// <summary>The stream; null where it would be longer than the caller has use for, which shows long before the end.</summary>
    /// <param name="pixels">Rows from the top, channels interleaved.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="channels">1 to 4: gray, gray and alpha, RGB, RGBA.</param>
    /// <param name="mostBytes">The longest stream that is of use.</param>
    /// <param name="cancellationToken">Takes effect within a fraction of a second.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="rowBits">Receives, if it is not empty, what each row takes, in bits.</param>
    public static byte[]? Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, long mostBytes,
        CancellationToken cancellationToken, IProgress<double>? progress = null, Span<double> rowBits = default)
    {
        int stride = width * channels;
        long rawBytes = 1 + ((long)stride * height);
        long limit = Math.Min(mostBytes, rawBytes - 1);
        byte[]? stream = Modelled(pixels, width, height, channels, limit, rowBits, progress, cancellationToken);
        if (stream is not null || rawBytes > mostBytes) return stream;
        if (!rowBits.IsEmpty) rowBits.Fill(8.0 * stride);
        return [GraphicsMethod.Raw, .. pixels[..(int)(rawBytes - 1)]];
    }

    private static byte[]? Modelled(ReadOnlySpan<byte> pixels, int width, int height, int channels, long mostBytes,
        Span<double> rowBits, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int stride = width * channels;
        BitEncoder coder = new(GraphicsMethod.Modelled);
        GraphicsModel model = new(coder, width, (long)width * height, channels, cancellationToken);
        for (int y = 0; y < height; y++)
        {
            double before = coder.Bits;
            model.Encode(pixels.Slice(y * stride, stride));
            if (!rowBits.IsEmpty) rowBits[y] = coder.Bits - before;
            if (coder.LeastBytes > mostBytes) return null;
            progress?.Report((y + 1.0) / height);
        }

        byte[] stream = coder.Finish();
        return stream.Length > mostBytes ? null : stream;
    }
}
