using System.Buffers.Binary;
using System.Text;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Png;

/// <summary>Says what is wrong with a PNG file that libvips does not read, since it often gives no reason.</summary>
internal static class PngDamage
{
    /// <summary>The reason; null where the file's chunks show none.</summary>
    public static string? ReasonOf(ReadOnlySpan<byte> png)
    {
        var reader = new PngChunkReader(png);
        bool hasPixels = false;
        for (bool first = true; reader.MoveNext(); first = false)
        {
            string type = Encoding.Latin1.GetString(reader.Type);
            if (first && (type != "IHDR" || reader.Data.Length != 13))
                return "it does not begin with a header";
            if (char.IsAsciiLetterUpper(type[0]) && !reader.IsSound)
                return $"the checksum of its {type} chunk is wrong";
            if (first && SideOf(reader.Data) is var width && SideOf(reader.Data[4..]) is var height
                && (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue))
                return $"its header says {width} x {height} pixels";
            if (first && !IsKnownKind(reader.Data[8], reader.Data[9]))
                return $"its header says {reader.Data[8]} bits in colour type {reader.Data[9]}, which there is not";
            hasPixels |= type == "IDAT";
            if (type == "IEND")
                return hasPixels ? null : "it has no pixels";
        }

        return reader.Rest.Length < 8 ? "its end is missing"
            : $"it ends within its {Encoding.Latin1.GetString(reader.Rest.Slice(4, 4))} chunk";
    }

    private static uint SideOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    /// <summary>W3C PNG, third edition, table 8.</summary>
    private static bool IsKnownKind(byte depth, byte colour) => colour switch
    {
        0 => depth is 1 or 2 or 4 or 8 or 16,
        3 => depth is 1 or 2 or 4 or 8,
        2 or 4 or 6 => depth is 8 or 16,
        _ => false,
    };
}
