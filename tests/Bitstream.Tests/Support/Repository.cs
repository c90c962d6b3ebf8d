using System.Globalization;

namespace VaeCodec.Bitstream.Tests.Support;

/// <summary>Files of the source tree that tests read.</summary>
internal static class Repository
{
    /// <summary>The bytes that a document of this folder shows in its block of a language: hexadecimal, up to a semicolon on each
    /// line.</summary>
    internal static byte[] Bytes(string folder, string document, string language)
    {
        string text = File.ReadAllText(Path(folder, document)), opening = $"```{language}\n";
        int from = text.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        return [.. text[from..text.IndexOf("```", from, StringComparison.Ordinal)].Split('\n')
            .SelectMany(line => line.Split(';')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(hex => byte.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    internal static string Path(params string[] parts)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "VaeCodec.sln"))) return System.IO.Path.Combine([at.FullName, .. parts]);
        throw new DirectoryNotFoundException("The tests run outside the source tree.");
    }
}
