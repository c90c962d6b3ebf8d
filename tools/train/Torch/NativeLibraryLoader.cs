using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace VaeCodec.Train.Torch;

/// <summary>Loads the compiled shim: one that lies beside the program, as in a copy made for a long run; else that of the sources, after
/// native/build.sh has compiled it where it is missing or older than they are.</summary>
internal static class NativeLibraryLoader
{
    /// <summary>The name that P/Invoke asks for.</summary>
    internal const string Name = "vaecodec_torch";

    private static readonly Lazy<nint> s_library = new(Load);

    /// <summary>Directs this assembly's P/Invokes to the shim.</summary>
    internal static void Register()
        => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Name ? s_library.Value : 0;

    private static nint Load()
    {
        string beside = Path.Combine(AppContext.BaseDirectory, $"lib{Name}.so");
        if (File.Exists(beside))
            return NativeLibrary.Load(beside);
        string script = Path.Combine(SourceFolder(), "native", "build.sh");
        if (!File.Exists(script))
            throw new TorchException($"the trainer compiles its libtorch shim on first use and needs its sources: '{script}' is missing");
        string library = OutputPath();
        Compile(script, library);
        try
        {
            return NativeLibrary.Load(library);
        }
        catch (DllNotFoundException e)
        {
            throw new TorchException($"cannot load '{library}': {e.Message} (apt-get install -y libtorch-dev libopenblas0-pthread)", e);
        }
    }

    private static string OutputPath()
    {
        string root = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", ".."));
        string folder = Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } other
            ? "torch-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(other)))[..8]
            : "torch";
        return Path.Combine(root, ".build", folder, $"lib{Name}.so");
    }

    private static void Compile(string script, string library)
    {
        var start = new ProcessStartInfo("bash", [script, library]) { RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new TorchException($"cannot start bash to run '{script}'");
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new TorchException($"the libtorch shim could not be compiled: {errors.Trim()}");
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
