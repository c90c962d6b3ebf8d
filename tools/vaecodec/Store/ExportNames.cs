using System.Text;
using VaeCodec.Store;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Store;

/// <summary>Names for exported pictures: their own with the beginning of their id, within the folder whatever they are. They depend on the
/// picture alone, so that one that was exported is known again whatever else the store has by then.</summary>
internal static class ExportNames
{
    private const int IdDigits = 12;

    /// <summary>What some system takes in no name, or takes for a separator.</summary>
    private static readonly string s_refused = "<>:\"|?*" + new string(Path.GetInvalidFileNameChars());

    /// <summary>A picture's name, with its folders.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="format">The suffix of what is made of it.</param>
    public static string Of(StoredPicture picture, string format)
    {
        string[] parts = [.. picture.Name.Split('/').Select(Safe).Where(part => part.Length != 0)];
        string id = picture.Id[..IdDigits];
        if (parts.Length == 0)
            return id + format;
        return Path.Combine([.. parts[..^1].Select(part => FileNames.Shortened(part)), FileNames.Shortened(Stem(parts[^1]),
            $"-{id}{format}")]);
    }

    private static string Stem(string name) => Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : name;

    /// <summary>Empty for what would lead elsewhere; what a system refuses becomes an underscore.</summary>
    private static string Safe(string part)
        => string.Concat(part.EnumerateRunes().Select(rune => Rune.IsControl(rune)
            || (rune.IsAscii && s_refused.Contains((char)rune.Value, StringComparison.Ordinal)) ? "_" : rune.ToString())).TrimEnd(' ', '.');
}
