using System.Buffers.Binary;

namespace VaeCodec.Images.Splicing;

/// <summary>Metadata in WebP files (RFC 9649, section 2.7): a VP8X header that announces them, ICCP before the picture, EXIF and
/// XMP after.</summary>
internal static class WebpChunks
{
    private const int FileHeader = 12, ChunkHeader = 8, ExtendedBytes = 10;
    private const byte HasIcc = 0x20, HasAlpha = 0x10, HasExif = 0x08, HasXmp = 0x04;

    private static ReadOnlySpan<byte> Lossless => "VP8L"u8;

    /// <summary>The file with this metadata and no other: libvips makes up EXIF where there is none.</summary>
    public static byte[] Replace(byte[] webp, ImageMetadata metadata, int width, int height)
    {
        ReadOnlySpan<byte> picture = Picture(webp), alpha = Find(webp, "ALPH"u8);
        using var file = new MemoryStream(webp.Length + metadata.Icc.Length + metadata.Exif.Length + metadata.Xmp.Length + 64);
        file.Write(webp.AsSpan(0, FileHeader));
        if (!metadata.IsEmpty || !alpha.IsEmpty)
            Write(file, "VP8X"u8, Extended(metadata, !alpha.IsEmpty || HasAlphaIn(picture), width, height));
        Write(file, "ICCP"u8, metadata.Icc.Span);
        file.Write(alpha);
        file.Write(picture);
        Write(file, "EXIF"u8, metadata.Exif.Span);
        Write(file, "XMP "u8, metadata.Xmp.Span);
        byte[] bytes = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        return bytes;
    }

    /// <summary>The chunk of the picture itself; that of a lossy one's alpha is another.</summary>
    private static ReadOnlySpan<byte> Picture(ReadOnlySpan<byte> webp)
    {
        ReadOnlySpan<byte> lossless = Find(webp, Lossless), picture = lossless.IsEmpty ? Find(webp, "VP8 "u8) : lossless;
        return !picture.IsEmpty ? picture : throw new InvalidOperationException("libvips has written a WebP file without a picture");
    }

    /// <summary>The EXIF block of a WebP file, without JPEG's prefix; empty without one.</summary>
    public static ReadOnlySpan<byte> FindExif(ReadOnlySpan<byte> webp)
    {
        ReadOnlySpan<byte> chunk = Find(webp, "EXIF"u8);
        ReadOnlySpan<byte> exif = chunk.IsEmpty ? chunk : chunk[ChunkHeader..];
        return exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
    }

    /// <summary>The first chunk of a type, with its header; empty without one that is whole.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> webp, ReadOnlySpan<byte> type)
    {
        for (int at = FileHeader; at + ChunkHeader <= webp.Length;)
        {
            long end = at + ChunkHeader + ((BinaryPrimitives.ReadUInt32LittleEndian(webp[(at + 4)..]) + 1L) & ~1L);
            if (end > webp.Length)
                break;
            if (webp[at..].StartsWith(type))
                return webp[at..(int)end];
            at = (int)end;
        }

        return [];
    }

    /// <summary>A lossless picture that has alpha says so in bit 28 behind its signature byte.</summary>
    private static bool HasAlphaIn(ReadOnlySpan<byte> picture) => picture.StartsWith(Lossless) && (picture[ChunkHeader + 4] & 0x10) != 0;

    private static byte[] Extended(ImageMetadata metadata, bool alpha, int width, int height)
    {
        var head = new byte[ExtendedBytes];
        head[0] = (byte)((metadata.Icc.IsEmpty ? 0 : HasIcc) | (alpha ? HasAlpha : 0) | (metadata.Exif.IsEmpty ? 0
            : HasExif) | (metadata.Xmp.IsEmpty ? 0 : HasXmp));
        for (int i = 0; i < 3; i++)
        {
            head[4 + i] = (byte)((width - 1) >> (8 * i));
            head[7 + i] = (byte)((height - 1) >> (8 * i));
        }

        return head;
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        file.Write(type);
        file.Write(length);
        file.Write(data);
        if (data.Length % 2 != 0)
            file.WriteByte(0);
    }
}
