using System.Security.Cryptography;
using K4os.Compression.LZ4;

namespace VaeCodec.Server.Caching;

/// <summary>A decoded picture with its metadata as bytes: a SHA-256, and behind it what it is of, packed by LZ4, which costs little time
/// beside decoding.</summary>
internal static class PackedPicture
{
    /// <summary>Packs one.</summary>
    public static byte[] Pack(PixelImage image)
    {
        ImageMetadata metadata = image.Metadata;
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain))
        {
            writer.Write(image.Width);
            writer.Write(image.Height);
            writer.Write(image.Channels);
            writer.Write(metadata.Resolution?.X ?? 0);
            writer.Write(metadata.Resolution?.Y ?? 0);
            foreach (ReadOnlyMemory<byte> part in (ReadOnlyMemory<byte>[])[metadata.Icc, metadata.Exif, metadata.Xmp, metadata.CodePoints,
                image.Pixels])
            {
                writer.Write(part.Length);
                writer.Write(part.Span);
            }
        }

        byte[] packed = LZ4Pickler.Pickle(plain.ToArray());
        return [.. SHA256.HashData(packed), .. packed];
    }

    /// <summary>Unpacks one; null where the bytes are damaged.</summary>
    public static PixelImage? Unpack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes[SHA256.HashSizeInBytes..]).AsSpan().SequenceEqual(bytes[..SHA256.HashSizeInBytes]))
            return null;
        using var reader = new BinaryReader(new MemoryStream(LZ4Pickler.Unpickle(bytes[SHA256.HashSizeInBytes..])));
        int width = reader.ReadInt32(), height = reader.ReadInt32(), channels = reader.ReadInt32();
        int across = reader.ReadInt32(), down = reader.ReadInt32();
        var metadata = new ImageMetadata
        {
            Resolution = across == 0 ? null : new(across, down),
            Icc = Part(),
            Exif = Part(),
            Xmp = Part(),
            CodePoints = Part(),
        };
        return new(width, height, channels, Part()) { Metadata = metadata };

        byte[] Part() => reader.ReadBytes(reader.ReadInt32());
    }
}
