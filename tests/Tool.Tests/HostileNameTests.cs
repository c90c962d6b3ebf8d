using System.Diagnostics;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>Names that somebody else has chosen: they lead nowhere, and the terminal does not obey them.</summary>
public sealed class HostileNameTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("nothing")]
    [InlineData("folder")]
    public async Task ExtractingFollowsNoLink(string kind)
    {
        Archive("victim.png", "other.png");
        Directory.CreateDirectory(_scratch["elsewhere"]);
        string target = kind == "nothing" ? _scratch["elsewhere/new"] : kind == "folder" ? _scratch["elsewhere"] : _scratch["precious"];
        if (kind == "file")
            await File.WriteAllTextAsync(target, "precious", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_scratch["out"]);
        File.CreateSymbolicLink(_scratch["out/victim.png"], target);

        ChildResult result = await Extract();

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("victim.png", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_scratch["elsewhere"]));
        Assert.Equal(kind == "file" ? "precious" : null, File.Exists(_scratch["precious"]) ? File.ReadAllText(_scratch["precious"]) : null);
        Assert.Equal(["other.png", "victim.png"], Names("out"));
        Assert.Equal(target, new FileInfo(_scratch["out/victim.png"]).LinkTarget);
    }

    [Theory]
    [InlineData]
    [InlineData("--skip-existing")]
    [InlineData("--force")]
    public async Task ExtractingDoesNotWriteThroughAHardLink(params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no ln");
        Archive("victim.png", "other.png");
        await File.WriteAllTextAsync(_scratch["precious"], "precious", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_scratch["out"]);
        using (Process link = Process.Start("ln", [_scratch["precious"], _scratch["out/victim.png"]]))
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);

        ChildResult result = await Extract(options);

        Assert.Equal(options.Length == 0 ? 3 : 0, result.ExitCode);
        Assert.Equal("precious", File.ReadAllText(_scratch["precious"]));
        Assert.Equal(["other.png", "victim.png"], Names("out"));
        Assert.Equal(options is not ["--force"], File.ReadAllText(_scratch["out/victim.png"]) == "precious");
    }

    [Fact]
    public async Task ADirectoryThatIsALinkIsTheUsersChoice()
    {
        Archive("a.png");
        Directory.CreateDirectory(_scratch["elsewhere"]);
        File.CreateSymbolicLink(_scratch["out"], _scratch["elsewhere"]);
        VaecTool.AssertSuccess(await Extract());
        Assert.Equal(["a.png"], Names("elsewhere"));
    }

    [Fact]
    public async Task NamesAreValidWithTheirExtension()
    {
        string latin = new('a', 255), wide = string.Concat(Enumerable.Repeat("漢", 85));
        Archive(latin, latin[..250] + "other", wide, new string('b', 251) + ".gif", new string('c', 247) + ".jpg");
        VaecTool.AssertSuccess(await Extract());
        string[] names = Names("out");
        Assert.Equal(5, names.Length);
        Assert.All(names, name => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 200, 255));
        Assert.Contains(new string('b', 251) + ".png", names);
        Assert.Contains(new string('c', 247) + ".png", names);
        Assert.Contains(names, name => name.StartsWith('漢'));
    }

    [Fact]
    public async Task ImagesDoNotTakeEachOthersPlace()
    {
        string tooLong = new('a', 255);
        Archive(tooLong);
        VaecTool.AssertSuccess(await Extract());
        string shortened = Assert.Single(Names("out"));
        Archive(tooLong, shortened);
        ChildResult result = await Extract("--force");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(shortened, result.Errors, StringComparison.Ordinal);
        Assert.Equal([shortened], Names("out"));
    }

    [Fact]
    public async Task TheTerminalSeesNoControlOrFormatCharacters()
    {
        const string hidden = "\u202E\u2066\u200B\u00AD\u2028";
        Archive($"a{hidden}gnp.exe");
        ChildResult listed = await VaecTool.RunAsync("archive", "list", _scratch["a.vaea"]);
        ChildResult missing = await VaecTool.RunAsync("info", _scratch["a\u001b[2J\u009b2J\n\u202Eb.vaec"]);
        ChildResult none = await VaecTool.RunAsync("archive", "extract", _scratch["a.vaea"], $"x{hidden}", "-o", _scratch["out"]);
        ChildResult usage = await VaecTool.RunAsync("info", _scratch["a.vaea"], "--\u001b[31m");

        VaecTool.AssertSuccess(listed);
        Assert.Contains(@"a\u202E\u2066\u200B\u00AD\u2028gnp.exe", listed.Text, StringComparison.Ordinal);
        VaecTool.AssertFailure(missing, 3, @"a\x1B[2J\u009B2J");
        VaecTool.AssertFailure(none, 2, @"x\u202E");
        VaecTool.AssertFailure(usage, 2, @"\x1B[31m");
        Assert.All([listed, missing, none, usage], result => Assert.DoesNotContain(result.Text + result.Errors,
            c => c != '\n' && char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator));
    }

    private Task<ChildResult> Extract(params string[] options)
        => VaecTool.RunAsync(["archive", "extract", _scratch["a.vaea"], "-o", _scratch["out"], .. options]);

    private string[] Names(string folder) => [.. Directory.GetFileSystemEntries(_scratch[folder]).Select(path => Path.GetFileName(path))
        .Order(StringComparer.Ordinal)];

    private void Archive(params string[] names)
    {
        var writer = new VaeArchiveWriter();
        foreach (string name in names)
            writer.Add(name, new(28, 28, 1, new byte[784]));
        File.WriteAllBytes(_scratch["a.vaea"], writer.Finish().Bytes);
    }
}
