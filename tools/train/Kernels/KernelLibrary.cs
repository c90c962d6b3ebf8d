using System.Runtime.InteropServices;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Kernels;

/// <summary>The compiled kernels: made on first use from the sources that lie beside the program, and kept in the user's cache
/// folder.</summary>
internal static class KernelLibrary
{
    /// <summary>The name that P/Invoke asks for.</summary>
    internal const string Name = "vaecodec_kernels";

    private static readonly Lazy<nint> s_handle = new(Load);

    static KernelLibrary()
        => NativeLibrary.SetDllImportResolver(typeof(KernelLibrary).Assembly, (name, _, _) => name == Name ? s_handle.Value : 0);

    /// <summary>Whether there are kernels: a compiler was found, now or earlier. Else libtorch's operators do the work.</summary>
    /// <exception cref="TorchException">The compiler fails.</exception>
    public static bool Available => s_handle.Value != 0;

    private static nint Load()
    {
        var compiler = new KernelCompiler(Path.Combine(AppContext.BaseDirectory, "Kernels"));
        string library = Path.Combine(CacheFolder.Of("train"), $"kernels-{compiler.Fingerprint()}.so");
        return WholeFile.Make(library, compiler.Compile) ? NativeLibrary.Load(library) : 0;
    }
}
