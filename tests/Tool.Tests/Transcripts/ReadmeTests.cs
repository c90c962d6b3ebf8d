using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests.Transcripts;

/// <summary>What README tells to type works as it stands there, but for the folders.</summary>
public sealed class ReadmeTests
{
    private const string Picture = "corpus/sample.png", Prompt = "./vaecodec ";

    public static TheoryData<string> Examples => [.. File.ReadAllText(Path.Combine(Corpus.Root, "README.md")).Split("```")
        .Select(block => block.Trim())
        .Where(block => block.StartsWith(Prompt, StringComparison.Ordinal) && block.Contains(Picture, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task AnExampleRuns(string commands)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["corpus"]);
        File.Copy(Path.Combine(Corpus.Root, Picture), scratch[Picture]);
        ChildResult result = await Shell.RunAsync(
            "set -e; " + commands.Replace(Prompt, "vaecodec ", StringComparison.Ordinal).Replace("/tmp/", "", StringComparison.Ordinal),
            scratch.Path, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Text);
    }

    [Fact]
    public void ThereAreExamplesOfThePictureAndTheStore() => Assert.Equal(2, Examples.Count);
}
