using System.Text.Json;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>The command as its users meet it: a process with arguments, streams and an exit code.</summary>
internal static class VaecTool
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll");

    public static Task<ChildResult> RunAsync(params string[] arguments) => RunAsync(Isa.Native, default, arguments);

    public static Task<ChildResult> RunAsync(Isa isa, ReadOnlyMemory<byte> input, params string[] arguments)
        => IsaRunner.RunAsync(isa, Assembly, arguments, input, TestContext.Current.CancellationToken);

    /// <summary>Runs a command that must succeed, silently on stderr, and parses its stdout.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        ChildResult result = await RunAsync([.. arguments, "--json"]);
        AssertSuccess(result);
        return JsonSerializer.Deserialize<JsonElement>(result.Output);
    }

    public static void AssertSuccess(ChildResult result)
    {
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    /// <summary>A failure is an exit code and one line on stderr that has the words given; nothing on stdout, no stack trace.</summary>
    public static void AssertFailure(ChildResult result, int exitCode, params string[] words)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("", result.Text);
        string line = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("vaecodec: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", line, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
    }
}
