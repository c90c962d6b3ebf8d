using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>Decodes what <see cref="GraphicsEncoder"/> wrote. Any stream either decodes or throws <see cref="VaeCodecException"/>, in
/// time and memory in proportion to the pixels.</summary>
internal static class GraphicsDecoder
{
    /// <summary>Decodes a stream.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="pixels">Receives width * height * channels bytes.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="baseOffset">The stream's place in the file, for messages only.</param>
    /// <param name="cancellationToken">Takes effect within a fraction of a second.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <exception cref="VaeCodecException">Truncated: the stream ends early. Corrupt: it does not end as it must. Unsupported: a method
    /// that this build does not know.</exception>
    public static void Decode(ReadOnlyMemory<byte> stream, Span<byte> pixels, int width, int height, int channels, long baseOffset,
        CancellationToken cancellationToken, IProgress<double>? progress = null)
    {
        if (stream.IsEmpty) throw new VaeCodecException(VaeCodecErrorKind.Truncated, "The coded pixels are missing.", baseOffset);
        ReadOnlyMemory<byte> rest = stream[1..];
        switch (stream.Span[0])
        {
            case GraphicsMethod.Raw:
                Raw(rest.Span, pixels, baseOffset + 1);
                break;
            case GraphicsMethod.Modelled:
                Modelled(rest, pixels, width, height, channels, baseOffset + 1, progress, cancellationToken);
                break;
            default:
                throw new VaeCodecException(VaeCodecErrorKind.Unsupported,
                    $"Method {stream.Span[0]} of coding exact pixels is not known to this build; a newer one may read it.", baseOffset);
        }
    }

    private static void Raw(ReadOnlySpan<byte> bytes, Span<byte> pixels, long offset)
    {
        if (bytes.Length != pixels.Length)
        {
            throw new VaeCodecException(bytes.Length < pixels.Length ? VaeCodecErrorKind.Truncated : VaeCodecErrorKind.Corrupt,
                $"{pixels.Length} bytes of pixels should follow, {bytes.Length} do.", offset);
        }

        bytes.CopyTo(pixels);
    }

    private static void Modelled(ReadOnlyMemory<byte> stream, Span<byte> pixels, int width, int height, int channels, long offset,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int stride = width * channels;
        BitDecoder coder = new(stream, offset);
        GraphicsModel model = new(coder, width, (long)width * height, channels, cancellationToken);
        for (int y = 0; y < height; y++)
        {
            model.Decode(pixels.Slice(y * stride, stride));
            progress?.Report((y + 1.0) / height);
        }

        coder.Finish();
    }
}
