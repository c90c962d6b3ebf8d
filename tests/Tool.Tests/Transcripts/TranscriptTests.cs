using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests.Transcripts;

/// <summary>The command line as its users see it: each .txt file beside this one is a session at a shell.</summary>
public sealed class TranscriptTests
{
    private static readonly string s_sessions = Path.Combine(Corpus.Root, "tests", "Tool.Tests", "Transcripts");

    public static TheoryData<string> Themes => [.. Directory.GetFiles(s_sessions, "*.txt").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task TheSessionIsAsWritten(string theme)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        using var scratch = new ScratchFolder();
        foreach ((string name, string picture) in (ReadOnlySpan<(string, string)>)[("tiny.png", "tiny.png"), ("cut-out.png", "rgba.png")])
            File.Copy(Corpus.PathOf(picture), scratch[name]);

        string differences = await Transcript.Read(Path.Combine(s_sessions, theme)).RunAsync(scratch.Path,
            TestContext.Current.CancellationToken);

        Assert.True(differences.Length == 0, differences);
    }
}
