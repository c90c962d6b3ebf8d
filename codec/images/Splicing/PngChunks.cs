using System.Buffers.Binary;
using System.IO.Compression;

namespace VaeCodec.Images.Splicing;

/// <summary>Metadata in PNG files (W3C PNG, third edition): chunks cICP, iCCP, pHYs, eXIf and, for XMP, iTXt, right behind the
/// header.</summary>
internal static class PngChunks
{
    /// <summary>The unit of pHYs that is a metre.</summary>
    public const byte Metre = 1;

    /// <summary>The name of the text that is XMP.</summary>
    public const string XmpKeyword = "XML:com.adobe.xmp";

    private const int HeaderEnd = PngChunkReader.SignatureBytes + PngChunkReader.FrameBytes + 13;

    /// <summary>The file with this metadata, and without the resolution that libvips makes up.</summary>
    public static byte[] Replace(byte[] png, ImageMetadata metadata)
    {
        using var file = new MemoryStream(png.Length + metadata.Exif.Length + metadata.Xmp.Length + 256);
        file.Write(png.AsSpan(0, HeaderEnd));
        if (!metadata.CodePoints.IsEmpty)
            Write(file, "cICP"u8, metadata.CodePoints.Span);
        if (!metadata.Icc.IsEmpty)
            Write(file, "iCCP"u8, [.. "ICC profile\0\0"u8, .. Deflate(metadata.Icc.Span)]);
        if (metadata.Resolution is { } resolution)
            Write(file, "pHYs"u8, Physical(resolution));
        if (!metadata.Exif.IsEmpty)
            Write(file, "eXIf"u8, metadata.Exif.Span);
        if (!metadata.Xmp.IsEmpty)
            // not compressed, no language, no translation
            Write(file, "iTXt"u8, [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. metadata.Xmp.Span]);
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            if (!chunk.Type.SequenceEqual("IHDR"u8) && !chunk.Type.SequenceEqual("pHYs"u8))
                file.Write(chunk.Whole);
        }

        return file.ToArray();
    }

    /// <summary>PNG's own CRC (ISO 3309: polynomial 0x04C11DB7 reflected).</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
        }

        return ~crc;
    }

    private static byte[] Physical(Resolution resolution)
    {
        byte[] data = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(data, resolution.X);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), resolution.Y);
        data[8] = Metre;
        return data;
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[data.Length + PngChunkReader.FrameBytes];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Checksum(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }

    private static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(data);
        return packed.ToArray();
    }
}
