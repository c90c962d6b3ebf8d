using VaeCodec.Bitstream.Containers;
using VaeCodec.Metadata;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Pixels;

/// <summary>Makes a file of plain pixels, which needs no network: exact, and small where the picture is graphics.</summary>
internal static class PlainFile
{
    /// <summary>The file; null where it would be longer than is of use.</summary>
    /// <param name="image">The picture, of any number of channels; its metadata is kept.</param>
    /// <param name="mostBytes">The longest file that is of use.</param>
    /// <param name="cancellationToken">Takes effect between rows.</param>
    /// <exception cref="VaeCodecException">LimitExceeded: too much metadata of a kind.</exception>
    public static VaecFile? Of(PixelImage image, long mostBytes, CancellationToken cancellationToken)
    {
        var header = new VaecHeader
        {
            Width = image.Width,
            Height = image.Height,
            Channels = image.Channels,
            ModelId = 0,
            BetaIndices = [0],
            PixelsCrc32C = Crc32C.Compute(image.Pixels),
        };
        VaecChunk[] chunks = [new(VaecChunk.Plain, default), .. MetadataChunks.Write(image.Metadata)];
        long left = mostBytes - new VaecFile(header, chunks, default).Length;
        byte[]? stream = GraphicsEncoder.Encode(image.Pixels, image.Width, image.Height, image.Channels, left, cancellationToken);
        return stream is null ? null : new VaecFile(header, chunks, stream);
    }
}
