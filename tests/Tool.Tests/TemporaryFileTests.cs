using System.Diagnostics;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>What killed writers have left is removed by the next, and nothing else.</summary>
public sealed class TemporaryFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task FilesOfTheDeadAreRemovedAndNoOthers()
    {
        int dead = await DeadProcess();
        string here = Environment.MachineName;
        string[] theirs =
        [
            $".vaecodec-{here}-{Environment.ProcessId}-a.part", // its writer lives
            $".vaecodec-elsewhere-{dead}-a.part", // on another machine
            $".vaecodec-{here}-{dead}.part", ".vaecodec-.part", $"vaecodec-{here}-{dead}-a.part", $".vaecodec-{here}-{dead}-a.png",
        ];
        string link = $".vaecodec-{here}-{dead}-link.part", locked = $".vaecodec-{here}-{dead}-locked.part";
        foreach (string name in theirs.Append(locked).Append($".vaecodec-{here}-{dead}-a.part"))
            await File.WriteAllTextAsync(_scratch[name], name, TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_scratch[link], _scratch["vaecodec-" + here + $"-{dead}-a.part"]);
        using (File.OpenHandle(_scratch[locked], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            VaecTool.AssertSuccess(await VaecTool.RunAsync("encode", Corpus.PathOf("tiny.png"), "-o", _scratch["a.vaec"], "--json"));

        Assert.Equal(theirs.Append(link).Append(locked).Append("a.vaec").Order(StringComparer.Ordinal), _scratch.Names);
    }

    private static async Task<int> DeadProcess()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.Id;
    }
}
