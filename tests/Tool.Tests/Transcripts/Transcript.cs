using System.Text.RegularExpressions;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests.Transcripts;

/// <summary>A session at a shell, with what each command prints: the format is told in README.md.</summary>
internal sealed partial class Transcript
{
    private const string Prompt = "$ ";

    private readonly List<(string Command, List<string> Output)> _steps = [];

    private Transcript(IEnumerable<string> lines)
    {
        foreach (string line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith(Prompt, StringComparison.Ordinal))
                _steps.Add((line[Prompt.Length..], []));
            else
                _steps[^1].Output.Add(line);
        }
    }

    /// <summary>Reads one.</summary>
    public static Transcript Read(string path) => new(File.ReadLines(path));

    /// <summary>Runs its commands in a folder, one after the other, and returns what differs.</summary>
    public async Task<string> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        foreach ((string command, List<string> expected) in _steps)
        {
            ChildResult result = await Shell.RunAsync(command, folder, cancellationToken);
            List<string> actual = [.. result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
            if (result.ExitCode != 0)
                actual.Add($"[{result.ExitCode}]");
            if (actual.Count != expected.Count || actual.Zip(expected).Any(pair => !Matches(pair.First, pair.Second)))
                differences.Add($"{Prompt}{command}\nexpected:\n{string.Join('\n', expected)}\nactual:\n{string.Join('\n', actual)}\n");
        }

        Assert.NotEmpty(_steps);
        return string.Join('\n', differences);
    }

    private static bool Matches(string line, string pattern)
        => Regex.IsMatch(line, $"^{Star().Replace(Regex.Escape(pattern), ".*")}$", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\\\*")]
    private static partial Regex Star();
}
