using System.Globalization;
using System.Text;
using VaeCodec.Images.Exif;

namespace VaeCodec.Store.Import;

/// <summary>What an EXIF block (Exif 2.32, a TIFF structure) tells of when and with what a picture was taken. Anything that cannot be
/// understood is as if it were not there.</summary>
/// <param name="Taken">In the camera's time.</param>
/// <param name="Camera">Make and model.</param>
internal sealed record ExifSummary(DateTime? Taken, string? Camera)
{
    private const ushort Make = 271, Model = 272, Changed = 306, ExifDirectory = 34665, Original = 36867, Digitised = 36868;
    private const ushort Ascii = 2;
    private const int LongestText = 256;

    /// <summary>Reads a block, which may be empty.</summary>
    public static ExifSummary Of(ReadOnlySpan<byte> exif)
    {
        var tiff = new TiffBytes(exif);
        if (!tiff.IsTiff)
            return new(null, null);
        uint first = tiff.First;
        uint? inner = tiff.Find(first, ExifDirectory) is { Count: 1, ValueBytes: sizeof(uint) } entry ? tiff.U32((int)entry.Place) : null;
        string? taken = (inner is { } at ? Text(exif, at, Original) ?? Text(exif, at, Digitised) : null) ?? Text(exif, first, Changed);
        return new(Time(taken), NameOf(Text(exif, first, Make), Text(exif, first, Model)));
    }

    private static DateTime? Time(string? text)
        => DateTime.TryParseExact(text, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? time : null;

    /// <summary>Most makers begin their models' names with their own.</summary>
    private static string? NameOf(string? make, string? model)
        => model is null ? make : make is null || model.StartsWith(make, StringComparison.OrdinalIgnoreCase) ? model : $"{make} {model}";

    private static string? Text(ReadOnlySpan<byte> exif, uint directory, ushort tag)
    {
        var tiff = new TiffBytes(exif);
        if (tiff.Find(directory, tag) is not { Type: Ascii, Count: <= LongestText } entry || !tiff.Holds(entry))
            return null;
        string text = Encoding.UTF8.GetString(exif.Slice((int)entry.Place, (int)entry.Length));
        text = new([.. text.Where(character => !char.IsControl(character))]);
        return text.Trim() is { Length: > 0 } some ? some : null;
    }
}
