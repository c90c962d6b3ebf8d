using System.Text.Json;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests.Store;

/// <summary><c>vaecodec store</c> from init to export.</summary>
public sealed class StoreCommandTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    private string Folder => _scratch["store"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task APlaceForBlobsGoesWithADatabase()
    {
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "init", Folder, "--blobs", "s3://bucket"), 2, "postgresql://");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "init", "postgresql://host/db"), 2, "where the blobs go");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "ls", "postgresql://me:secret@host/db"), 2, "password");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "ls", "postgresql://127.0.0.1:1/db"), 3, "cannot be used");
    }

    [Fact]
    public async Task WhatIsAddedIsListedAndComesOut()
    {
        await RunAsync("init", Folder, "--lossless");
        Directory.CreateDirectory(_scratch["in/deeper"]);
        File.Copy(Corpus.PathOf("tiny.png"), _scratch["in/a.png"]);
        File.Copy(Corpus.PathOf("gray.png"), _scratch["in/deeper/b.png"]);
        File.Copy(Corpus.PathOf("tiny.png"), _scratch["in/deeper/same.png"]);
        JsonElement[] added = await ArrayAsync("add", Folder, _scratch["in"], "--recursive", "--threads", "1", "--tag", "first");
        Assert.Equal(["added", "added", "present"], added.Select(file => file.GetProperty("status").GetString()));

        JsonElement[] listed = await ArrayAsync("ls", Folder, "--tag", "first");
        Assert.Equal(2, listed.Length);
        JsonElement gray = listed.Single(picture => picture.GetProperty("channels").GetInt32() == 1);
        Assert.Equal("deeper/b.png", gray.GetProperty("name").GetString());
        string id = gray.GetProperty("id").GetString()!;
        await RunAsync("get", Folder, id[..8], "-o", _scratch["out.png"]);
        Assert.Equal(Images.ImageFile.Load(Corpus.PathOf("gray.png")).Pixels, Images.ImageFile.Load(_scratch["out.png"]).Pixels);
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "get", Folder, id, "-o", _scratch["out.png"]), 3, "--force");

        await RunAsync("export", Folder, "-o", _scratch["exported"], "--format", "png");
        Assert.Equal([$"a-{added[0].GetProperty("id").GetString()![..12]}.png", $"deeper/b-{id[..12]}.png"], Exported());
        JsonElement statistics = await VaecTool.JsonAsync("store", "stats", Folder);
        Assert.Equal(2, statistics.GetProperty("pictures").GetInt64());
    }

    [Fact]
    public async Task DeletedAndDamagedPicturesAreTold()
    {
        await RunAsync("init", Folder);
        JsonElement[] added = await ArrayAsync("add", Folder, Corpus.PathOf("tiny.png"), Corpus.PathOf("rgba.png"));
        string[] ids = [.. added.Select(file => file.GetProperty("id").GetString()!)];
        await RunAsync("tag", Folder, ids[0], "--add", "sea");
        Assert.Equal(ids[0], Assert.Single(await ArrayAsync("ls", Folder, "--tag", "sea")).GetProperty("id").GetString());
        await RunAsync("rm", Folder, ids[0]);
        Assert.Single(await ArrayAsync("ls", Folder));
        await RunAsync("rm", Folder, ids[0], "--restore");
        Assert.Equal(2, (await ArrayAsync("ls", Folder)).Length);
        await RunAsync("verify", Folder);

        string blob = Directory.GetFiles(Path.Combine(Folder, "blobs"), ids[1] + "*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(blob, "broken"u8.ToArray());
        ChildResult result = await VaecTool.RunAsync("store", "verify", Folder);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(ids[1], result.Errors, StringComparison.Ordinal);
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "get", Folder, ids[1], "-o", _scratch["x.png"]), 1, "damaged");
        await RunAsync("rm", Folder, ids[1]);
        await RunAsync("rm", Folder, "--purge", "--grace", "0");
        await RunAsync("verify", Folder);
    }

    [Fact]
    public async Task OneBadFileDoesNotKeepTheOthersOut()
    {
        await RunAsync("init", Folder);
        await File.WriteAllTextAsync(_scratch["bad.png"], "no picture");
        ChildResult result = await VaecTool.RunAsync("store", "add", Folder, _scratch["bad.png"], Corpus.PathOf("tiny.png"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("bad.png", Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Single(await ArrayAsync("ls", Folder));
    }

    [Fact]
    public async Task WhatCannotBeIsRefused()
    {
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "ls", _scratch.Path), 3, "no store");
        await RunAsync("init", Folder);
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "init", Folder), 3, "already");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "get", Folder, "beef", "-o", _scratch["x.png"]), 2, "beef");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "get", Folder, "../..", "-o", _scratch["x.png"]), 2, "hexadecimal");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "rm", Folder), 2, "named");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "ls", Folder, "--from", "yesterday"), 2, "2024-12-31");
    }

    [Fact]
    public async Task ExportingGoesOnWhereItStopped()
    {
        await RunAsync("init", Folder);
        foreach ((string folder, string picture) in new[] { ("one", "tiny.png"), ("two", "rgba.png") })
        {
            Directory.CreateDirectory(_scratch[folder]);
            File.Copy(Corpus.PathOf(picture), _scratch[$"{folder}/same.png"]);
            await RunAsync("add", Folder, _scratch[$"{folder}/same.png"], "--tag", folder);
        }

        foreach (string tag in new[] { "two", "one" })
            await RunAsync("export", Folder, "-o", _scratch["exported"], "--format", "png", "--skip-existing", "--tag", tag);
        string[] before = Exported();
        Assert.Equal(2, before.Length);
        await RunAsync("export", Folder, "-o", _scratch["exported"], "--format", "png", "--skip-existing");
        Assert.Equal(before, Exported());
        ChildResult result = await VaecTool.RunAsync("store", "export", Folder, "-o", _scratch["exported"], "--format", "png");
        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task NamesComeOutAsTheyWere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the names of others allow less");
        string[] stems = [@"back\slash", "\U0001F600 smile", new('x', 251), string.Concat(Enumerable.Repeat("漢", 83)), "two  spaces"];
        Directory.CreateDirectory(_scratch["in"]);
        for (int i = 0; i < stems.Length; i++)
            Images.ImageFile.Save(new(1, 1, 1, [(byte)i]), _scratch[$"in/{stems[i]}.ppm"]);
        await RunAsync("init", Folder, "--always-encode");
        await RunAsync("add", Folder, _scratch["in"], "-r");
        Assert.Equal(stems.Select(stem => stem + ".ppm").Order(StringComparer.Ordinal),
            (await ArrayAsync("ls", Folder)).Select(picture => picture.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        await RunAsync("export", Folder, "-o", _scratch["exported"]);
        string[] names = [.. Exported().Select(name => Path.GetFileName(name))];
        Assert.Equal(Exported(), names);
        Assert.All(stems, stem => Assert.Contains(names, name => name.StartsWith(stem[..Math.Min(stem.Length, 75)],
            StringComparison.Ordinal)));
        Assert.All(names, name => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 1, 255));
    }

    [Fact]
    public async Task WhatIsLeftOutIsTold()
    {
        await RunAsync("init", Folder);
        string deep = Corpus.PathOf("deep.png");
        string id = Assert.Single(await ArrayAsync("add", Folder, deep)).GetProperty("id").GetString()!;
        ChildResult got = await VaecTool.RunAsync("store", "get", Folder, id, "-o", _scratch["deep.webp"]),
            exported = await VaecTool.RunAsync("store", "export", Folder, "-o", _scratch["exported"], "--format", "webp"),
            whole = await VaecTool.RunAsync("store", "export", Folder, "-o", _scratch["exported"], "--format", "png");
        Assert.All([got, exported], result => Assert.Contains("16 bits", result.Errors, StringComparison.Ordinal));
        VaecTool.AssertSuccess(whole);

        await RunAsync("rm", Folder, id);
        await RunAsync("rm", Folder, "--purge", "--grace", "0");
        ChildResult coded = await VaecTool.RunAsync("store", "add", Folder, deep, "--always-encode", "--json");
        Assert.Equal(0, coded.ExitCode);
        Assert.Contains("deep.png: 16 bits", coded.Errors, StringComparison.Ordinal);
        JsonElement report = Assert.Single(JsonSerializer.Deserialize<JsonElement>(coded.Output).EnumerateArray());
        Assert.Contains(report.GetProperty("warnings").EnumerateArray(), line => line.GetString()!.Contains("16 bits",
            StringComparison.Ordinal));
        Assert.NotEqual("original", report.GetProperty("mode").GetString());
    }

    [Fact]
    public async Task MistakesPutNothing()
    {
        await RunAsync("init", Folder, "--lossless");
        string picture = Corpus.PathOf("tiny.png");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "add", Folder, picture, "--effort", "1"), 2, "--quality");
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "add", Folder, picture, "--tag", ""), 2, "tag");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(1, (await VaecTool.RunAsync("store", "add", Folder, "/dev/zero")).ExitCode);
        Assert.Empty(await ArrayAsync("ls", Folder));
        await ArrayAsync("add", Folder, picture, "--effort", "1", "-q", "10");
    }

    [Fact]
    public async Task ADamagedIndexIsBadInput()
    {
        await RunAsync("init", Folder);
        foreach (string beside in Directory.GetFiles(Folder, "index.sqlite-*"))
            File.Delete(beside);
        await File.WriteAllTextAsync(Path.Combine(Folder, "index.sqlite"), new string('x', 5000));
        VaecTool.AssertFailure(await VaecTool.RunAsync("store", "ls", Folder), 1, "index is damaged");
    }

    private string[] Exported() => [.. Directory.GetFiles(_scratch["exported"], "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_scratch["exported"], file)).Order(StringComparer.Ordinal)];

    private static async Task RunAsync(params string[] arguments)
        => VaecTool.AssertSuccess(await VaecTool.RunAsync(["store", .. arguments]));

    private static async Task<JsonElement[]> ArrayAsync(params string[] arguments)
        => [.. (await VaecTool.JsonAsync(["store", .. arguments])).EnumerateArray()];
}
