using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VaeCodec.Store.Import;

/// <summary>What an EXIF block (Exif 2.32, a TIFF structure) tells of when and with what a picture was taken. Anything that cannot be
/// understood is as if it were not there.</summary>
/// <param name="Taken">In the camera's time.</param>
/// <param name="Camera">Make and model.</param>
internal sealed record ExifSummary(DateTime? Taken, string? Camera)
{
    private const ushort Make = 271, Model = 272, Changed = 306, ExifDirectory = 34665, Original = 36867, Digitised = 36868;
    private const ushort Ascii = 2;
    private const int HeaderBytes = 8, EntryBytes = 12, InlineBytes = 4, LongestText = 256;

    /// <summary>Reads a block, which may be empty.</summary>
    public static ExifSummary Of(ReadOnlySpan<byte> exif)
    {
        bool little = exif.StartsWith("II*\0"u8);
        if (exif.Length < HeaderBytes || !(little || exif.StartsWith("MM\0*"u8)))
            return new(null, null);
        uint first = Read32(exif, 4, little);
        uint? inner = Find(exif, first, ExifDirectory, little) is { } entry ? Read32(exif, entry + 8, little) : null;
        string? taken = (inner is { } at ? Text(exif, at, Original, little) ?? Text(exif, at, Digitised, little) : null)
            ?? Text(exif, first, Changed, little);
        return new(Time(taken), NameOf(Text(exif, first, Make, little), Text(exif, first, Model, little)));
    }

    private static DateTime? Time(string? text)
        => DateTime.TryParseExact(text, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? time : null;

    /// <summary>Most makers begin their models' names with their own.</summary>
    private static string? NameOf(string? make, string? model)
        => model is null ? make : make is null || model.StartsWith(make, StringComparison.OrdinalIgnoreCase) ? model : $"{make} {model}";

    /// <summary>The place of a tag's entry in a directory.</summary>
    private static int? Find(ReadOnlySpan<byte> exif, uint directory, ushort tag, bool little)
    {
        if (directory > exif.Length - 2)
            return null;
        int at = (int)directory + 2;
        for (int left = Read16(exif, (int)directory, little); left > 0 && at <= exif.Length - EntryBytes; left--, at += EntryBytes)
        {
            if (Read16(exif, at, little) == tag)
                return at;
        }

        return null;
    }

    private static string? Text(ReadOnlySpan<byte> exif, uint directory, ushort tag, bool little)
    {
        if (Find(exif, directory, tag, little) is not { } entry || Read16(exif, entry + 2, little) != Ascii)
            return null;
        uint count = Read32(exif, entry + 4, little), place = count <= InlineBytes ? (uint)entry + 8 : Read32(exif, entry + 8, little);
        if (count > LongestText || place > exif.Length - count)
            return null;
        string text = Encoding.UTF8.GetString(exif.Slice((int)place, (int)count));
        text = new([.. text.Where(character => !char.IsControl(character))]);
        return text.Trim() is { Length: > 0 } some ? some : null;
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, int at, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint Read32(ReadOnlySpan<byte> bytes, int at, bool little)
        => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
