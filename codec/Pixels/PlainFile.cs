using VaeCodec.Bitstream.Containers;
using VaeCodec.Metadata;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Pixels;

/// <summary>Makes a file of exact pixels without a network: graphics in few bytes, and anything else in little more than its pixels.
/// FORMAT.md, "Graphics".</summary>
internal static class PlainFile
{
    /// <summary>The file; null where it would have more bytes, which shows soon.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="mostBytes">The longest file that is of use.</param>
    /// <param name="cancellationToken">Takes effect within a fraction of a second.</param>
    /// <param name="progress">Receives 0..1.</param>
    public static VaecFile? Within(PixelImage image, long mostBytes, CancellationToken cancellationToken,
        IProgress<double>? progress = null)
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
        byte[]? stream = GraphicsEncoder.Encode(image.Pixels, image.Width, image.Height, image.Channels, most, cancellationToken,
            progress);
        return stream is null ? null : new(header, chunks, stream);
    }
}
