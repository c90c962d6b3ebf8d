using VaeCodec.Bitstream.Containers;
using VaeCodec.Metadata;
using VaeCodec.Picture;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Pixels;

/// <summary>Decodes a file of plain pixels. It has no layers, so that the picture is whole and exact or there is none.</summary>
internal static class PlainDecoding
{
    /// <summary>The picture, of the size that is asked for.</summary>
    /// <exception cref="VaeCodecException">Truncated or Corrupt: the stream, or its pixels' checksum. Unsupported: a way of coding them
    /// that is not known. BadArgument: layers are
    /// asked for. LimitExceeded: more work than the options allow.</exception>
    public static DecodedImage Picture(VaecFile file, DecoderOptions options, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        if (options.Layers is not (null or 0))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"{options.Layers} layers are asked for; a file of plain pixels has none, decode it whole");
        VaecHeader header = file.Header;
        DecodingWork.Plain(header.Width, header.Height, header.Channels).Check(options.MaxWork);
        long tables = TableSizes.Of((long)header.Width * header.Height).Bytes(header.Channels);
        DecodingMemory.Plain(file, tables, MetadataChunks.BytesOf(file.Chunks), options).Check(options.MaxMemory);
        ImageMetadata metadata = MetadataChunks.Read(file.Chunks, options.MaxMetadataBytes, cancellationToken);
        byte[] pixels = new byte[(long)header.Width * header.Height * header.Channels];
        GraphicsDecoder.Decode(file.Latents, pixels, header.Width, header.Height, header.Channels, file.LatentsOffset, cancellationToken,
            progress);
        PixelChecksum.Require(pixels, header.PixelsCrc32C);
        if (!file.ChecksumHolds)
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                "the file's checksum does not hold, though it is not cut short: it is damaged; fetch it again");
        PixelImage image = new(header.Width, header.Height, header.Channels, pixels) { Metadata = metadata };
        return new(PictureReduction.Reduce(image, options.Scale, cancellationToken), 0, 0, IsCutShort: false)
        {
            IsLossless = true,
        };
    }
}
