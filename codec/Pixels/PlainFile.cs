using VaeCodec.Bitstream.Containers;
using VaeCodec.Metadata;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Pixels;

/// <summary>Makes a file of exact pixels without a network: graphics in few bytes, and anything else in little more than its pixels.
/// FORMAT.md, "Graphics".</summary>
internal static class PlainFile
{
    /// <summary>Bits that a pixel unlike all its neighbours takes at least, as a rule.</summary>
    private const int LikelyLeastBits = 2;

    /// <summary>The file; null where it would have more bytes, which shows soon.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="mostBytes">The longest file that is of use.</param>
    /// <param name="cancellationToken">Takes effect between rows.</param>
    public static VaecFile? Within(PixelImage image, long mostBytes, CancellationToken cancellationToken)
    {
        var header = new VaecHeader
        {
            Width = image.Width,
            Height = image.Height,
            Channels = image.Channels,
            ModelId = VaecHeader.NoModel,
            BetaIndices = [0],
            PixelsCrc32C = Crc32C.Compute(image.Pixels),
        };
        VaecChunk[] chunks = [new(VaecChunk.Plain, default), .. MetadataChunks.Write(image.Metadata)];
        long most = mostBytes - new VaecFile(header, chunks, default).Length;
        if (most < 1)
            return null;
        byte[]? stream = GraphicsEncoder.Encode(image.Pixels, image.Width, image.Height, image.Channels, most, cancellationToken);
        return stream is null ? null : new(header, chunks, stream);
    }

    /// <summary>An estimate, by counting pixels unlike all their neighbours, of a size that the file will hardly fall below. It takes a
    /// thousandth of the time of coding, and may be wrong: then a smaller file is missed, never a wrong one made.</summary>
    public static long LikelyLeastBytes(PixelImage image)
    {
        int unlike = 0, channels = image.Channels, stride = image.Width * channels;
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int y = 2; y < image.Height; y++)
        {
            int row = y * stride;
            for (int at = row + (2 * channels); at < row + stride - channels; at += channels)
            {
                if (!Same(pixels, at, at - channels, channels) && !Same(pixels, at, at - stride, channels)
                    && !Same(pixels, at, at - stride - channels, channels) && !Same(pixels, at, at - stride + channels, channels)
                    && !Same(pixels, at, at - (2 * channels), channels) && !Same(pixels, at, at - (2 * stride), channels))
                    unlike++;
            }
        }

        return unlike * (long)LikelyLeastBits / 8;
    }

    private static bool Same(ReadOnlySpan<byte> pixels, int a, int b, int channels)
    {
        for (int c = 0; c < channels; c++)
        {
            if (pixels[a + c] != pixels[b + c])
                return false;
        }

        return true;
    }
}
