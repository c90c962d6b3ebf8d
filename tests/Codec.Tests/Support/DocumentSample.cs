using VaeCodec.Tests.Shared;

namespace VaeCodec.Codec.Tests.Support;

/// <summary>A C# sample of a page, with the heading that it stands under.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Heading">The nearest heading above, and which sample below it where there are several.</param>
/// <param name="Line">The page's line of its first line, from 1.</param>
/// <param name="Code">The program.</param>
internal sealed record DocumentSample(string Page, string Heading, int Line, string Code)
{
    private const string Opens = "```csharp", Closes = "```";

    /// <summary>All samples of a page, in their order.</summary>
    public static IReadOnlyList<DocumentSample> Of(string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Corpus.Root, page));
        var samples = new List<DocumentSample>();
        string heading = page;
        int underIt = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#'))
                (heading, underIt) = (lines[i].TrimStart('#', ' '), 0);
            if (lines[i] != Opens)
                continue;
            int end = Array.IndexOf(lines, Closes, i);
            string name = ++underIt == 1 ? heading : $"{heading} ({underIt})";
            samples.Add(new(page, name, i + 2, string.Join('\n', lines[(i + 1)..end])));
            i = end;
        }

        return samples;
    }
}
