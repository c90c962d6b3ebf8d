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
        Assert.Equal(["default", "default", "default", "default"], models.Select(m => Text(m, "status"))
            .Where(status => status == "default"));
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
