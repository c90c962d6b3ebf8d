using System.IO.Compression;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Png;

/// <summary>Counts the metadata of PNG files (W3C PNG, third edition, section 11.3): profile, EXIF and texts, unpacked. Inflating stops
/// where the budget does.</summary>
internal static class PngMetadata
{
    private const int Block = 1 << 16;

    /// <summary>Counts a file's.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void Count(ReadOnlySpan<byte> png, MetadataBudget budget)
    {
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            if (chunk.Type.SequenceEqual("iCCP"u8))
            {
                // a name, zero, the method
                int zero = chunk.Data.IndexOf((byte)0);
                budget.Take(0);
                Inflate(zero < 0 || chunk.Data.Length < zero + 2 ? [] : chunk.Data[(zero + 2)..], budget);
            }
            else if (chunk.Type.SequenceEqual("eXIf"u8))
            {
                budget.Take(chunk.Data.Length);
                budget.CountExif(chunk.Data);
            }
            else if (PngText.TryRead(chunk.Type, chunk.Data, out PngText text))
            {
                budget.Take(text.IsDeflated ? 0 : chunk.Data.Length);
                if (text.IsDeflated)
                    Inflate(text.Content, budget);
            }
        }
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
