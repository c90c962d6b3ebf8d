using System.Buffers.Binary;
using System.IO.Compression;

namespace VaeCodec.Images.Splicing;

/// <summary>Metadata in PNG files (W3C PNG, third edition): chunks iCCP, eXIf and, for XMP, iTXt, right behind the header.</summary>
internal static class PngChunks
{
    private const int HeaderEnd = 8 + 12 + 13;

    /// <summary>The file with the metadata, which it must not have yet.</summary>
    public static byte[] Insert(byte[] png, ImageMetadata metadata)
    {
        using var file = new MemoryStream(png.Length + metadata.Exif.Length + metadata.Xmp.Length + 256);
        file.Write(png.AsSpan(0, HeaderEnd));
        if (!metadata.Icc.IsEmpty)
            Write(file, "iCCP"u8, [.. "ICC profile\0\0"u8, .. Deflate(metadata.Icc.Span)]);
        if (!metadata.Exif.IsEmpty)
            Write(file, "eXIf"u8, metadata.Exif.Span);
        if (!metadata.Xmp.IsEmpty)
            // not compressed, no language, no translation
            Write(file, "iTXt"u8, [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. metadata.Xmp.Span]);
        file.Write(png.AsSpan(HeaderEnd));
        return file.ToArray();
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32(Crc32(uint.MaxValue, type), data));
        file.Write(number);
    }

    /// <summary>PNG's own CRC (ISO 3309: polynomial 0x04C11DB7 reflected), without the final inversion.</summary>
    private static uint Crc32(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
        }

        return crc;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(data);
        return packed.ToArray();
    }
}
