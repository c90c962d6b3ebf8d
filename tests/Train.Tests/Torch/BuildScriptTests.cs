using System.Diagnostics;
using System.Runtime.CompilerServices;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Train.Tests.Torch;

public sealed class BuildScriptTests
{
    [Fact]
    public void AMissingCompilerIsNamedWithItsPackages()
    {
        using var folder = new ScratchFolder();
        foreach (string tool in new[] { "bash", "dirname", "mkdir", "flock" })
            File.CreateSymbolicLink(folder[tool], File.Exists($"/usr/bin/{tool}") ? $"/usr/bin/{tool}" : $"/bin/{tool}");
        (int code, string errors) = Build(folder, start => start.Environment["PATH"] = folder.Path);
        Assert.Equal(3, code);
        Assert.All(new[] { "g++", "libtorch-dev", "libopenblas0-pthread" },
            package => Assert.Contains(package, errors, StringComparison.Ordinal));
    }

    [Fact]
    public void AFolderWithoutLibtorchIsNamed()
    {
        VaeCodec.Train.Tests.Support.Libtorch.Require();
        using var folder = new ScratchFolder();
        (int code, string errors) = Build(folder, start => start.Environment["LIBTORCH"] = folder.Path);
        Assert.Equal(3, code);
        Assert.Contains(folder.Path, errors, StringComparison.Ordinal);
    }

    private static (int Code, string Errors) Build(ScratchFolder folder, Action<ProcessStartInfo> change, [CallerFilePath] string path = "")
    {
        string script = Path.GetFullPath(Path.Combine(path, "..", "..", "..", "..", "tools", "train", "Torch", "native", "build.sh"));
        var start = new ProcessStartInfo("/bin/bash", [script, folder["shim.so"]]) { RedirectStandardError = true };
        change(start);
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
