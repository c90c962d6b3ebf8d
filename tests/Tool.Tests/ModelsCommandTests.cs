using System.Text.Json;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class ModelsCommandTests
{
    private static readonly string s_models = Corpus.PathOf("vectors/models");

    [Fact]
    public async Task ListingShowsEveryModel()
    {
        ChildResult plain = await VaecTool.RunAsync("models"), listed = await VaecTool.RunAsync("models", "list", "--models", s_models);
        VaecTool.AssertSuccess(plain);
        VaecTool.AssertSuccess(listed);
        Assert.Contains("hvae-r1", plain.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("golden-1", plain.Text, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(s_models, "golden-1.safetensors"), listed.Text, StringComparison.Ordinal);

        JsonElement[] models = [.. (await VaecTool.JsonAsync("models", "list", "--models", s_models)).EnumerateArray()];

        JsonElement flagship = Named("hvae-r1");
        Assert.Equal(("hvae", "6020b018", "default", 16003488), (Text(flagship, "kind"), Text(flagship, "id"), Text(flagship, "status"),
            flagship.GetProperty("bytes").GetInt32()));
        Assert.True(File.Exists(Text(flagship, "place")));
        Assert.Equal(("hvae", "unlisted"), (Text(Named("golden-1"), "kind"), Text(Named("golden-1"), "status")));
        Assert.Equal(["hvae-r1", "pixelcnn-7-r1", "vlae-mnist-binary-r1", "vlae-mnist-r2", "vlae-silhouettes-r1"],
            models.Where(m => Text(m, "status") == "default").Select(m => Text(m, "name")).Order(StringComparer.Ordinal));
        Assert.All(models.Where(m => Text(m, "status") == "pre-release"),
            m => Assert.Equal(JsonValueKind.Null, m.GetProperty("place").ValueKind));
        Assert.Equal(models.Length, (await VaecTool.JsonAsync("models", "--models", s_models)).GetArrayLength());

        JsonElement Named(string name) => models.Single(m => Text(m, "name") == name);
        static string Text(JsonElement model, string field) => model.GetProperty(field).GetString()!;
    }

    [Fact]
    public async Task VerifyingChecksEveryFile()
    {
        using var scratch = new ScratchFolder();
        ChildResult intact = await VaecTool.RunAsync("models", "verify", "--models", s_models);
        VaecTool.AssertSuccess(intact);
        Assert.Contains("golden-1", intact.Text, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(scratch["bad.safetensors"],
            (await File.ReadAllBytesAsync(Path.Combine(s_models, "golden-1.safetensors"), TestContext.Current.CancellationToken))[..^1],
            TestContext.Current.CancellationToken);

        ChildResult broken = await VaecTool.RunAsync("models", "verify", "--models", scratch.Path, "--json");

        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("bad.safetensors", Assert.Single(broken.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        JsonElement[] checks = [.. JsonSerializer.Deserialize<JsonElement>(broken.Text).EnumerateArray()];
        Assert.Equal(["bad"], checks.Where(check => !check.GetProperty("intact").GetBoolean())
            .Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task AddingReleasesWeightsWithTheirRecordsOnce()
    {
        using var run = new ScratchFolder();
        using var weights = new ScratchFolder();
        string source = (await VaecTool.JsonAsync("models", "list")).EnumerateArray()
            .Single(m => m.GetProperty("name").GetString() == "ghvae-mnist-r1").GetProperty("place").GetString()!;
        File.Copy(source, run["image.safetensors"]);
        await File.WriteAllTextAsync(run["log.jsonl"], "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(run["state.safetensors"], "no weights", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(weights["models.json"],
            """{"models": [{"name": "old", "release": 0, "kind": "vlae", "id": "00000000", "status": "pre-release"}]}""",
            TestContext.Current.CancellationToken);

        VaecTool.AssertSuccess(await VaecTool.RunAsync("models", "add", run.Path, "small-r1", "--weights", weights.Path, "--default"));

        Assert.Equal(await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(weights["small-r1.safetensors"], TestContext.Current.CancellationToken));
        Assert.True(File.Exists(weights["small-r1.log.jsonl"]));
        JsonElement[] models = Listed();
        Assert.Equal(["small", "old"], models.Select(m => m.GetProperty("name").GetString()));
        Assert.Equal(("vlae", "975ab7a1", "default", "vaecodec train"), (Text(models[0], "kind"), Text(models[0], "id"),
            Text(models[0], "status"), Text(models[0], "trainer")));

        // Once, under a name that is one, and each file once.
        foreach ((string name, string said) in ((string, string)[])[("small-r1", "never changes"), ("small", "NAME-rN"),
            ("small-r2", "listed already")])
        {
            ChildResult refused = await VaecTool.RunAsync("models", "add", run.Path, name, "--weights", weights.Path);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(said, refused.Errors, StringComparison.Ordinal);
        }

        // The next release of a name takes the place of the one before.
        string other = Path.Combine(Path.GetDirectoryName(source)!, "lvae-mnist-r1.safetensors");
        VaecTool.AssertSuccess(await VaecTool.RunAsync("models", "add", other, "small-r2", "--weights", weights.Path, "--default",
            "--trainer", "by hand"));
        models = Listed();
        Assert.Equal(["released", "default", "pre-release"], models.Select(m => Text(m, "status")));
        Assert.Equal("by hand", Text(models[1], "trainer"));

        // That of another name stands beside it.
        other = Path.Combine(Path.GetDirectoryName(source)!, "vlae-mnist-binary-r1.safetensors");
        VaecTool.AssertSuccess(await VaecTool.RunAsync("models", "add", other, "other-r1", "--weights", weights.Path, "--default"));
        Assert.Equal(["released", "default", "default", "pre-release"], Listed().Select(m => Text(m, "status")));

        JsonElement[] Listed() => [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(weights["models.json"]))
            .GetProperty("models").EnumerateArray()];
        static string Text(JsonElement model, string field) => model.GetProperty(field).GetString()!;
    }

    [Fact]
    public async Task PathShowsThePlacesInTheirOrder()
    {
        ChildResult result = await VaecTool.RunAsync("models", "path", "--models", s_models);
        VaecTool.AssertSuccess(result);
        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "weights"), s_models],
            result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal([true, true], (await VaecTool.JsonAsync("models", "path", "--models", s_models)).EnumerateArray()
            .Select(place => place.GetProperty("exists").GetBoolean()));
        VaecTool.AssertFailure(await VaecTool.RunAsync("models", "other"), 2, "other");
        VaecTool.AssertFailure(await VaecTool.RunAsync("models", "path", "--models", Path.Combine(s_models, "none")), 2, "no folder");
    }
}
