using System.Text.Json;
using VaeCodec.Batch.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Batch.Tests.Commands;

/// <summary>Pictures that cannot be put are set aside with their reason, and tried again on demand.</summary>
public class PoisonTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatCannotBePutIsSetAside(bool remote)
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote);
        SortedSet<string> ids = await at.CutAsync(4, 32);
        string text = Path.Combine(at.Pictures, "deeper", "text.png"), cut = Path.Combine(at.Pictures, "cut.png"),
            list = Path.Combine(at.Pictures, "list.txt"), gone = Path.Combine(at.Pictures, "gone.png");
        await File.WriteAllTextAsync(text, "no picture");
        byte[] whole = await File.ReadAllBytesAsync(Corpus.PathOf("gray.png"));
        await File.WriteAllBytesAsync(cut, whole[..(whole.Length / 2)]);
        await File.WriteAllLinesAsync(list, [gone, Corpus.PathOf("tiny.png"), ""]);
        await at.RunAsync("submit", at.Pictures, "--list", list, "--shard", "3", "--tag", "batch");
        await at.RunAsync("work", "--threads", "2", "--until-done");
        JsonElement[] failed = [.. (await at.JsonAsync("failed")).EnumerateArray()];
        Dictionary<string, string> reasons = failed.ToDictionary(picture => picture.GetProperty("entry").GetString()!,
            picture => picture.GetProperty("reason").GetString()!);
        Assert.Equal(new HashSet<string> { "cut.png", "deeper/text.png", gone }, reasons.Keys.ToHashSet());
        Assert.Contains("not an image", reasons["deeper/text.png"], StringComparison.Ordinal);
        Assert.Contains("not exist", reasons[gone], StringComparison.Ordinal);
        Assert.Equal(ids.Count + 1, (await at.Store.ListAsync(new() { Tags = ["batch"] }).ToListAsync()).Count);

        foreach (string repaired in new[] { text, cut })
            await File.WriteAllBytesAsync(repaired, whole);
        string batch = failed.Single(picture => picture.GetProperty("entry").GetString() == "cut.png").GetProperty("batch").GetString()!;
        Assert.Contains("2 pictures", await at.RunAsync("retry", batch), StringComparison.Ordinal);
        await at.RunAsync("work", "--threads", "1", "--until-done");
        Assert.Equal([gone], (await at.JsonAsync("failed")).EnumerateArray().Select(picture => picture.GetProperty("entry").GetString()));
        Assert.Equal(ids.Count + 2, (await at.IdsAsync()).Count);
    }

    [Fact]
    public async Task AStoreThatCannotBeWrittenIsTriedAgain()
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote: false);
        SortedSet<string> ids = await at.CutAsync(4, 32);
        string blobs = Path.Combine(at.Location, "blobs");
        Directory.Delete(blobs);
        await File.WriteAllTextAsync(blobs, "in the way");
        await at.RunAsync("submit", at.Pictures);
        System.Diagnostics.Process worker = at.Start("work", "--threads", "1", "--until-done");
        JsonElement state;
        do
        {
            state = await at.JsonAsync("status");
        }
        while (state.GetProperty("batches")[0].GetProperty("error").ValueKind == JsonValueKind.Null);
        Assert.Equal(0, state.GetProperty("batches")[0].GetProperty("failed").GetInt32());
        File.Delete(blobs);
        Directory.CreateDirectory(blobs);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ids, await at.IdsAsync());
        Assert.Empty((await at.JsonAsync("failed")).EnumerateArray());
    }
}
