using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Tool.Files;

/// <summary>The names of outputs in a folder: those of their inputs with another extension, and no two alike.</summary>
internal static class OutputNames
{
    /// <summary>
    /// A name for each place, in their order. Where inputs differ in their extensions alone, these stay: <c>s.png</c> and <c>s.jpg</c>
    /// become <c>s.png.vaec</c> and <c>s.jpg.vaec</c>. Those that are still alike get a number: <c>s.vaec</c>, <c>s-2.vaec</c>.
    /// </summary>
    public static string[] Of(IReadOnlyList<string> places, string extension)
    {
        ILookup<string, string> byStem = places.ToLookup(Stem, Path.GetExtension, StringComparer.Ordinal)!;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. places.Select(place => Free(byStem[Stem(place)].Distinct().Skip(1).Any() ? place : Stem(place)))];

        string Free(string name)
        {
            // 's.png.vaec' becomes 's.png' again, not 's.png.png'.
            string stem = name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
            string free = stem + extension;
            for (int number = 2; !taken.Add(free); number++)
                free = $"{stem}-{number}{extension}";
            return free;
        }
    }

    /// <summary>Names without their folders, and none alike but for the extension, which is how an archive's are told apart: <c>s.png</c>
    /// and <c>s-2.jpg</c>.</summary>
    public static string[] InArchive(IEnumerable<string> paths)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. paths.Select(path => Path.GetFileName(path)).Select(Free)];

        string Free(string name)
        {
            string stem = ArchiveNames.Stem(name), free = stem;
            for (int number = 2; !taken.Add(free); number++)
                free = $"{stem}-{number}";
            return free + name[stem.Length..];
        }
    }

    private static string Stem(string place) => Path.Combine(Path.GetDirectoryName(place) ?? "", Path.GetFileNameWithoutExtension(place));
}
