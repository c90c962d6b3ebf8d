using System.Text.RegularExpressions;

namespace VaeCodec.Architecture.Tests;

/// <summary>What the documents name is there: links, their anchors, and files in backticks. The notebook tells of the past and is left
/// alone, but for its links.</summary>
public partial class LinkTests
{
    /// <summary>Folders at the top, by which a path in backticks is known for one from the root.</summary>
    private static readonly string[] s_tops = ["bitstream/", "codec/", "corpus/", "docs/", "model/", "results/", "tests/", "tools/"];

    [Fact]
    public void EveryLinkLeadsSomewhere()
    {
        var broken = new List<string>();
        foreach ((string file, string text) in Documents())
        {
            foreach (string link in Link().Matches(text).Select(match => match.Groups[1].Value))
            {
                if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
                    continue;
                string[] parts = link.Split('#', 2);
                string target = parts[0] == "" ? file : Resolved(file, parts[0]);
                if (!Repository.Has(target))
                    broken.Add($"{file}: {link}");
                else if (parts.Length == 2 && !Anchors(target).Contains(parts[1]))
                    broken.Add($"{file}: {link} (no such heading)");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void EveryNamedFileExists()
        => Assert.Empty(Documents().Where(document => !document.File.StartsWith("docs/notebook/", StringComparison.Ordinal)
                && document.File is not "CHANGELOG.md")
            .SelectMany(document => Code().Matches(document.Text).Select(match => match.Groups[1].Value)
                .Where(path => s_tops.Any(top => path.StartsWith(top, StringComparison.Ordinal)) && !Repository.Has(path))
                .Select(path => $"{document.File}: {path}")));

    private static IEnumerable<(string File, string Text)> Documents()
        => Repository.Files(".md").Select(file => (file, Fence().Replace(string.Join('\n', Repository.Lines(file)), "")));

    private static string Resolved(string file, string link)
        => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Repository.FolderOf(file), link)))
            .Replace('\\', '/');

    /// <summary>The anchors of a document's headings, as GitHub makes them.</summary>
    private static HashSet<string> Anchors(string file)
        => [.. Repository.Lines(file).Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?: ""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([\w./-]+/[\w.-]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M} _-]")]
    private static partial Regex NotInAnchors();
}
