namespace VaeCodec.Train.Data;

/// <summary>Which pictures show the same photograph: the columns <c>file</c> and <c>photo_group</c> of a table: NAME_sources.csv beside the
/// folder NAME, or train_sources.csv in or beside it.</summary>
internal static class PhotoGroups
{
    private const string Suffix = "_sources.csv", FileName = "train" + Suffix;

    /// <summary>The group of a file name, from the table beside (or in) a folder; every file is its own group where there is
    /// none.</summary>
    public static Func<string, string> Beside(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), parent = Path.GetDirectoryName(full) ?? folder;
        string[] places = [Path.Combine(folder, FileName), Path.Combine(parent, Path.GetFileName(full) + Suffix),
            Path.Combine(parent, FileName)];
        string? table = places.FirstOrDefault(File.Exists);
        return table is null ? name => name : Parse(File.ReadLines(table), table);
    }

    /// <summary>Reads the table's lines; its fields hold no quoted commas between the two columns' neighbours.</summary>
    internal static Func<string, string> Parse(IEnumerable<string> lines, string source)
    {
        string[][] rows = [.. lines.Where(l => l.Length > 0).Select(l => l.Split(','))];
        int file = rows.Length > 0 ? Array.IndexOf(rows[0], "file") : -1, columns = rows.Length > 0 ? rows[0].Length : 0;
        if (file != 0 || rows[0][^1] != "photo_group")
            throw new InvalidDataException($"'{source}' must begin with the column 'file' and end with 'photo_group'");
        var groups = new Dictionary<string, string>();
        foreach (string[] row in rows.Skip(1))
            groups[row[0]] = row.Length >= columns ? "group " + row[^1] : throw new InvalidDataException(
                $"'{source}': a row of '{row[0]}' is short");
        return name => groups.GetValueOrDefault(name, name);
    }
}
