using System.Globalization;
using System.Reflection;
using Xunit;

namespace VaeCodec.Tests.Shared;

/// <summary>Runs managed programs, or single tests, in child processes that are confined to an instruction set, and checks that they were.</summary>
internal static class IsaRunner
{
    /// <summary>Runs an assembly with a Main under <c>dotnet</c>.</summary>
    public static async Task<ChildResult> RunAsync(Isa isa, string assembly, IEnumerable<string> arguments, ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken)
    {
        using var scratch = new ScratchFolder();
        string report = scratch["vector-bits"];
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            [StartupHook.ReportVariable] = report,
        };
        if (isa.Switch is { } name)
            environment[name] = "0";

        ChildResult result = await ChildProcess.RunAsync("dotnet", [assembly, .. arguments], environment, input, cancellationToken);

        Assert.True(File.Exists(report), $"the child did not start: {result.Text}{result.Errors}");
        int bits = int.Parse(await File.ReadAllTextAsync(report, cancellationToken), CultureInfo.InvariantCulture);
        Assert.True(bits <= isa.MaxVectorBits, $"{isa.Switch} had no effect: the child still has vectors of {bits} bits");
        return result;
    }

    /// <summary>Runs one parameterless test of the calling test's own class again, confined; fails with the child's output if it fails.</summary>
    public static async Task RerunTestAsync(Isa isa, Type testClass, string method, CancellationToken cancellationToken)
    {
        Assembly tests = testClass.Assembly;
        ChildResult result = await RunAsync(isa, tests.Location, ["-noColor", "-method", $"{testClass.FullName}.{method}"], default, cancellationToken);

        Assert.True(result.ExitCode == 0 && result.Text.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", StringComparison.Ordinal),
            $"{method} under {isa.Name}:\n{result.Text}{result.Errors}");
    }
}
