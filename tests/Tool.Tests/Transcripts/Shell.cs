using VaeCodec.Tests.Shared;

namespace VaeCodec.Tool.Tests.Transcripts;

/// <summary>bash, where <c>vaecodec</c> is the tool and stderr goes where stdout does.</summary>
internal static class Shell
{
    /// <summary>Runs commands in a folder.</summary>
    public static Task<ChildResult> RunAsync(string commands, string folder, CancellationToken cancellationToken)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"),
            setUp = $"vaecodec() {{ dotnet '{tool}' \"$@\"; }}; cd '{folder}'; exec 2>&1; ";
        var environment = new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8" };
        return ChildProcess.RunAsync("bash", ["-c", setUp + commands], environment, default, cancellationToken);
    }
}
