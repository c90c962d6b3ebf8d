using System.Globalization;
using Xunit;

namespace VaeCodec.Tests.Shared;

/// <summary>Runs managed programs, or single tests, in child processes that are confined to an instruction set, and checks that they
/// were.</summary>
internal static class IsaRunner
{
    /// <summary>Runs an assembly with a Main under <c>dotnet</c>.</summary>
    public static Task<ChildResult> RunAsync(Isa isa, string assembly, IEnumerable<string> arguments, ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken)
        => RunAsync(isa, assembly, arguments, new Dictionary<string, string>(), input, cancellationToken);

    /// <summary>Runs one parameterless test of the calling test's own class again, confined; fails with the child's output if it
    /// fails.</summary>
    /// <param name="isa">What the child is confined to.</param>
    /// <param name="testClass">The test's class.</param>
    /// <param name="method">The test.</param>
    /// <param name="variables">What the child, and it alone, finds in its environment.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    public static async Task RerunTestAsync(Isa isa, Type testClass, string method, IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken)
    {
        ChildResult result = await RunAsync(isa, testClass.Assembly.Location, ["-noColor", "-method", $"{testClass.FullName}.{method}"],
            variables, default, cancellationToken);

        Assert.True(result.ExitCode == 0 && result.Text.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", StringComparison.Ordinal),
            $"{method} under {isa.Name}:\n{result.Text}{result.Errors}");
    }

    private static async Task<ChildResult> RunAsync(
        Isa isa, string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables,
        ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var scratch = new ScratchFolder();
        string report = scratch["vector-bits"];
        var environment = new Dictionary<string, string>(variables)
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
}
