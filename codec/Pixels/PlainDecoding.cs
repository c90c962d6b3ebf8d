using VaeCodec.Bitstream.Containers;
using VaeCodec.Metadata;
using VaeCodec.Picture;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Pixels;

/// <summary>Decodes a file of exact pixels without a network. FORMAT.md, "Plain pixels".</summary>
internal static class PlainDecoding
{
    /// <summary>The picture. It has no layers: whoever asks for some gets all of it.</summary>
    /// <exception cref="VaeCodecException">Truncated or Corrupt: the stream is not that of the header's pixels. LimitExceeded.</exception>
    public static DecodedImage Picture(VaecFile file, DecoderOptions options, CancellationToken cancellationToken)
    {
        VaecHeader header = file.Header;
        DecodingWork.Plain(header.Width, header.Height, header.Channels).Check(options.MaxWork);
        ImageMetadata metadata = MetadataChunks.Read(file.Chunks, options.MaxMetadataBytes, cancellationToken);
        byte[] pixels = new byte[checked(header.Width * header.Height * header.Channels)];
        GraphicsDecoder.Decode(file.Latents, pixels, header.Width, header.Height, header.Channels, file.LatentsOffset, cancellationToken);
        PixelChecksum.Require(pixels, header.PixelsCrc32C);
        return new(new(header.Width, header.Height, header.Channels, pixels) { Metadata = metadata }, 0, 0, !file.ChecksumHolds)
        {
            IsLossless = true,
        };
    }
}
