using System.Buffers.Binary;
using System.IO.Compression;

namespace VaeCodec.Images;

/// <summary>Counts the metadata of PNG files (W3C PNG, third edition, section 11.3): profile, EXIF and texts, unpacked. Inflating stops
/// where the budget does.</summary>
internal static class PngMetadata
{
    private const int SignatureBytes = 8, ChunkHead = 8, ChunkBytes = ChunkHead + 4, Block = 1 << 16;

    /// <summary>Counts a file's.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void Count(ReadOnlySpan<byte> png, MetadataBudget budget)
    {
        for (int at = SignatureBytes; at <= png.Length - ChunkBytes;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - ChunkBytes)
                return; // libvips tells
            Chunk(png.Slice(at + 4, 4), png.Slice(at + ChunkHead, (int)length), budget);
            at += ChunkBytes + (int)length;
        }
    }

    private static void Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, MetadataBudget budget)
    {
        if (type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iCCP"u8))
        {
            // a name, zero, the method
            budget.Take(0);
            Inflate(Behind(data, zeros: 1, further: 1), budget);
        }
        else if (type.SequenceEqual("iTXt"u8))
        {
            // a name, zero, whether it is compressed, the method, a language, zero, a translation, zero
            ReadOnlySpan<byte> flag = Behind(data, zeros: 1, further: 0);
            ReadOnlySpan<byte> text = Behind(Behind(flag, zeros: 0, further: 2), zeros: 2, further: 0);
            budget.Take(data.Length);
            if (!flag.IsEmpty && flag[0] == 1)
                Inflate(text, budget);
        }
        else if (type.SequenceEqual("tEXt"u8))
        {
            budget.Take(data.Length);
        }
        else if (type.SequenceEqual("eXIf"u8))
        {
            budget.Take(data.Length);
            ExifValues.Count(data, budget);
        }
    }

    /// <summary>What follows so many zeros and further bytes; nothing where there is not so much.</summary>
    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> data, int zeros, int further)
    {
        for (; zeros > 0; zeros--)
        {
            int zero = data.IndexOf((byte)0);
            data = zero < 0 ? [] : data[(zero + 1)..];
        }

        return data.Length < further ? [] : data[further..];
    }

    private static void Inflate(ReadOnlySpan<byte> packed, MetadataBudget budget)
    {
        if (packed.IsEmpty)
            return;
        using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        byte[] block = new byte[Block];
        try
        {
            for (int read; (read = zlib.Read(block)) > 0;)
                budget.Take(read, parts: 0);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // libvips tells, or passes it over
        }
    }
}
