using System.Globalization;
using System.Text.Json;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class ArchiveTests
{
    [Fact]
    public async Task PackListAndExtract()
    {
        using var scratch = new ScratchFolder();
        string small = Small(scratch, "small.png", 1), other = Small(scratch, "other.png", 2);

        JsonElement packed = await VaecTool.JsonAsync("archive", "pack", scratch["a.vaea"], small, Corpus.PathOf("gray.png"), other,
            "--lossless", "--restart", "1");
        JsonElement[] listed = [.. (await VaecTool.JsonAsync("archive", "list", scratch["a.vaea"])).EnumerateArray()];
        ChildResult one = await VaecTool.RunAsync("archive", "extract", scratch["a.vaea"], "other", "other.png", "-o", scratch["one"]);
        ChildResult all = await VaecTool.RunAsync("archive", "extract", scratch["a.vaea"], "-o", scratch["all"]);
        JsonElement list = await VaecTool.JsonAsync("archive", "extract", scratch["a.vaea"], "-o", scratch["told"]);
        JsonElement[] told = [.. list.EnumerateArray()];

        Assert.Equal((3, 2), (packed.GetProperty("pictures").GetInt32(), packed.GetProperty("chained").GetInt32()));
        Assert.Equal(new FileInfo(scratch["a.vaea"]).Length, packed.GetProperty("bytes").GetInt64());
        Assert.True(packed.GetProperty("chain_bits_per_dim").GetDouble() > 0);
        Assert.Equal(["small.png", "gray.png", "other.png"], listed.Select(entry => entry.GetProperty("name").GetString()));
        Assert.Equal(["plain", "vaec", "plain"], listed.Select(entry => entry.GetProperty("kind").GetString())); // two bars
        Assert.Equal([null, "hvae", null], listed.Select(entry => entry.GetProperty("model").GetString()?.Split('-')[0]));
        Assert.All(listed, entry => Assert.InRange(entry.GetProperty("bits").GetDouble(), 8 * entry.GetProperty("bytes").GetDouble() - 0.5,
            8 * entry.GetProperty("bytes").GetDouble() + 0.5));
        Assert.Equal(2, packed.GetProperty("chains")[0].GetProperty("pictures").GetInt32());
        Assert.Equal([28, 199, 28], listed.Select(entry => entry.GetProperty("width").GetInt32()));
        VaecTool.AssertSuccess(one);
        Assert.Equal(["other.png"], Directory.GetFiles(scratch["one"]).Select(Path.GetFileName));
        VaecTool.AssertSuccess(all);
        Assert.Equal(3, Directory.GetFiles(scratch["all"]).Length);
        foreach ((string original, string name) in new[] { (small, "small.png"), (Corpus.PathOf("gray.png"), "gray.png"),
            (other, "other.png") })
        {
            Assert.Equal(ImageFile.Load(original).Pixels, ImageFile.Load(Path.Combine(scratch["all"], name)).Pixels);
            JsonElement line = told.Single(line => line.GetProperty("file").GetString()!.EndsWith(name, StringComparison.Ordinal));
            string crc = Crc32C.Compute(ImageFile.Load(original).Pixels).ToString("x8", CultureInfo.InvariantCulture);
            Assert.Equal((scratch[$"told/{name}"], "ok", crc),
                (line.GetProperty("output").GetString(), line.GetProperty("status").GetString(),
                    line.GetProperty("pixels_crc32c").GetString()));
        }
    }

    [Fact]
    public async Task ListAndPackTellPeople()
    {
        using var scratch = new ScratchFolder();
        ChildResult packed = await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"], Small(scratch, "small.png", 1), "--image-model",
            "vlae-mnist");
        ChildResult listed = await VaecTool.RunAsync("archive", "list", scratch["a.vaea"]);
        Assert.Contains("1 image, ", packed.Text, StringComparison.Ordinal);
        Assert.Contains("bits per pixel", packed.Text, StringComparison.Ordinal);
        Assert.Contains("small.png", listed.Text, StringComparison.Ordinal);
        Assert.Contains("28 x 28 x 1", listed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBePackedLeavesNothing()
    {
        using var scratch = new ScratchFolder();
        string small = Small(scratch, "small.png", 1);
        string[] before = scratch.Names.ToArray();

        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"], small, "-"), 2, "stdin");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"], small, "--restart", "0"), 2, "--restart",
            "archive pack --help");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"]), 2, "argument", "archive pack --help");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"], small, "--image-model", "nobody"), 1,
            "'nobody'", "vlae-mnist");
        ChildResult missing = await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"], small, scratch["missing.png"]);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("missing.png", missing.Errors, StringComparison.Ordinal);
        Assert.Contains("not written", missing.Errors, StringComparison.Ordinal);
        Assert.Equal(before, scratch.Names);
    }

    [Fact]
    public async Task WhatCannotBeReadIsTold()
    {
        using var scratch = new ScratchFolder();
        string small = Small(scratch, "small.png", 1);
        VaecTool.AssertSuccess(await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"], small, "--json"));
        byte[] file = await File.ReadAllBytesAsync(scratch["a.vaea"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(scratch["cut.vaea"], file[..^1], TestContext.Current.CancellationToken);
        file[^1] ^= 1;
        await File.WriteAllBytesAsync(scratch["bad.vaea"], file, TestContext.Current.CancellationToken);

        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "list", small), 1, "small.png", "archive");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "list", scratch["missing.vaea"]), 3, "missing.vaea");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "extract", scratch["cut.vaea"], "-o", scratch["out"]), 1, "cut.vaea");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "extract", scratch["bad.vaea"], "-o", scratch["out"]), 1, "small.png",
            "checksum");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "extract", scratch["a.vaea"], "nobody", "-o", scratch["out"]), 2,
            "'nobody'");
        VaecTool.AssertFailure(await VaecTool.RunAsync("archive", "extract", scratch["a.vaea"], "-o", small), 2, "folder");
        Assert.False(Directory.Exists(scratch["out"]) && Directory.GetFiles(scratch["out"]).Length > 0);
    }

    [Fact]
    public async Task ManyDamagedImagesAreCountedAndTheOthersExtracted()
    {
        using var scratch = new ScratchFolder();
        VaecTool.AssertSuccess(await VaecTool.RunAsync("encode", Corpus.PathOf("tiny.png"), "-o", scratch["a.vaec"], "--json"));
        byte[] sound = await File.ReadAllBytesAsync(scratch["a.vaec"], TestContext.Current.CancellationToken);
        ArchiveItem[] items = [new("last.png", sound),
            .. Enumerable.Range(0, 150).Select(i => new ArchiveItem($"empty{i}", Array.Empty<byte>()))];
        await File.WriteAllBytesAsync(scratch["a.vaea"], new ArchiveFile([.. Enumerable.Reverse(items)], []).Write(),
            TestContext.Current.CancellationToken);
        ChildResult extract = await VaecTool.RunAsync("archive", "extract", scratch["a.vaea"], "-o", scratch["out"]);
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", scratch["a.vaea"]), 1, "150 of 151", "'empty149', 'empty148'", "...");
        Assert.Equal(1, extract.ExitCode);
        Assert.Equal(101, extract.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("50 more of its images", extract.Errors, StringComparison.Ordinal);
        Assert.Equal(["last.png"], Directory.GetFiles(scratch["out"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task InfoAndVerifyKnowArchives()
    {
        using var scratch = new ScratchFolder();
        VaecTool.AssertSuccess(await VaecTool.RunAsync("archive", "pack", scratch["a.vaea"], Small(scratch, "small.png", 1),
            Corpus.PathOf("gray.png"), Small(scratch, "other.png", 2), "--restart", "1"));
        JsonElement info = await VaecTool.JsonAsync("info", scratch["a.vaea"]);
        ChildResult told = await VaecTool.RunAsync("info", scratch["a.vaea"]);
        Assert.Equal((3, 2), (info.GetProperty("pictures").GetInt32(), info.GetProperty("version").GetInt32()));
        Assert.Equal(new FileInfo(scratch["a.vaea"]).Length, info.GetProperty("file_bytes").GetInt64());
        Assert.Equal([("plain", 2), ("vaec", 1)], info.GetProperty("parts").EnumerateArray()
            .Select(part => (part.GetProperty("kind").GetString(), part.GetProperty("pictures").GetInt32())));
        Assert.Contains("3 images", told.Text, StringComparison.Ordinal);
        Assert.Contains("no model", told.Text, StringComparison.Ordinal);

        ChildResult intact = await VaecTool.RunAsync("verify", scratch["a.vaea"]);
        VaecTool.AssertSuccess(intact);
        Assert.Contains("intact, 3 images", intact.Text, StringComparison.Ordinal);
        byte[] file = await File.ReadAllBytesAsync(scratch["a.vaea"], TestContext.Current.CancellationToken);
        long chain = (await VaecTool.JsonAsync("archive", "list", scratch["a.vaea"]))[2].GetProperty("offset").GetInt64();
        file[chain] ^= 1;
        file[^1] ^= 1;
        await File.WriteAllBytesAsync(scratch["bad.vaea"], file, TestContext.Current.CancellationToken);
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", scratch["bad.vaea"]), 1, "bad.vaea", "2 of 3", "'gray.png', 'other.png'");
        await File.WriteAllBytesAsync(scratch["cut.vaea"], file[..^1], TestContext.Current.CancellationToken);
        VaecTool.AssertFailure(await VaecTool.RunAsync("info", scratch["cut.vaea"]), 1, "cut.vaea");
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", scratch["cut.vaea"]), 1, "cut.vaea");
    }

    private static string Small(ScratchFolder scratch, string name, int seed)
    {
        byte[] pixels = new byte[784];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(Math.Abs(i % 28 - 10 - 3 * seed) < 3 && i / 28 is > 4 and < 24 ? 250 : 0);
        ImageFile.Save(new(28, 28, 1, pixels), scratch[name]);
        return scratch[name];
    }
}
