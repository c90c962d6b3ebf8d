using VaeCodec.Store;

namespace VaeCodec.Tool.Store;

/// <summary>Names for exported pictures: their own, within the folder whatever they are, and no two alike.</summary>
internal sealed class ExportNames
{
    private const int LongestPart = 100, IdDigits = 12;

    /// <summary>Names that differ in case alone are one file on some systems.</summary>
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A picture's name, with its folders and without an extension.</summary>
    public string Next(StoredPicture picture)
    {
        string[] parts = [.. picture.Name.Split('/', '\\').Select(Safe).Where(part => part.Length != 0)];
        string stem = parts.Length == 0 ? picture.Id[..IdDigits] : Path.Combine([.. parts[..^1], Stem(parts[^1])]);
        if (_taken.Add(stem))
            return stem;
        stem = $"{stem}-{picture.Id[..IdDigits]}";
        return _taken.Add(stem) ? stem : $"{stem}-{picture.Id}";
    }

    private static string Stem(string name) => Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : name;

    /// <summary>Empty for what would lead elsewhere; what no system takes becomes an underscore.</summary>
    private static string Safe(string part)
    {
        string safe = new([.. part.Take(LongestPart).Select(unit => char.IsControl(unit) || char.IsSurrogate(unit)
            || "<>:\"|?*".Contains(unit, StringComparison.Ordinal) ? '_' : unit)]);
        return safe.Trim('.', ' ').Length == 0 ? "" : safe.TrimEnd(' ', '.');
    }
}
