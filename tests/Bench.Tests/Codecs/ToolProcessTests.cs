using VaeCodec.Bench.Codecs;
using Xunit;

namespace VaeCodec.Bench.Tests.Codecs;

public sealed class ToolProcessTests
{
    [Fact]
    public void WhatAToolWritesIsKeptApart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        ToolProcess.Outcome outcome = ToolProcess.Run("sh", ["-c", "echo result; echo warning >&2; exit 3"],
            TestContext.Current.CancellationToken);
        Assert.Equal((3, "result\n", "warning\n", "result\nwarning\n"), (outcome.ExitCode, outcome.Output, outcome.Errors, outcome.Text));
    }
}
