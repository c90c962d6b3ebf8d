using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using TorchSharp;

namespace VaeCodec.Train.Torch;

/// <summary>Loads what TorchSharp stands on: its own native library, and libtorch.</summary>
/// <remarks>TorchSharp's library names the version GLIBCXX_3.4.32 of libstdc++, which came with GCC 13, for a single function that does
/// nothing but exist (std::ios_base_library_init). Debian 12 has the libstdc++ of GCC 12, whose loader refuses the library. Where loading
/// fails, and only there, a copy in the user's cache folder is taken, in which that need is marked weak.</remarks>
internal static partial class NativeTorch
{
    private const string Library = "LibTorchSharp", File = $"lib{Library}.so", NewerThanDebian12 = "GLIBCXX_3.4.32";
    private const string SearchFolders = "NATIVE_DLL_SEARCH_DIRECTORIES";
    private static int s_registered, s_prepared;

    /// <summary>What is shown and written down of the libtorch in use.</summary>
    public static string Version => $"libtorch {torch.__version__}";

    /// <summary>Makes sure, before anything else of TorchSharp is touched, that its library will be found.</summary>
    public static void Register()
    {
        if (OperatingSystem.IsLinux() && Interlocked.Exchange(ref s_registered, 1) == 0)
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
    }

    /// <summary>Loads libtorch.</summary>
    /// <param name="device">"cpu" or "cuda": what it must have.</param>
    /// <exception cref="TorchException">There is no libtorch, or it has not this device; the message says what to do.</exception>
    public static void Require(string device)
    {
        Register();
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            if (OperatingSystem.IsLinux() && Interlocked.Exchange(ref s_prepared, 1) == 0)
            {
                Quieten();
                OneDnn.LeaveOutWhereItFails();
            }
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            throw new TorchException($"libtorch cannot be loaded: {e.GetBaseException().Message}", e);
        }

        if (device == "cuda" ? !torch.cuda.is_available() : device != "cpu")
        {
            throw new TorchException($"{Version} sees no device '{device}': build with -p:Torch=cuda (tools/train/README.md), "
                + "or train on the cpu");
        }
    }

    // At libtorch's usual level it says for every single convolution that a processor is not one of NNPACK's. It takes its level from the
    // C library's environment, which .NET's own setter does not reach.
    private static void Quieten()
    {
        SetVariable("TORCH_CPP_LOG_LEVEL", "ERROR", overwrite: 0);
        try
        {
            InitLogging();
        }
        catch (EntryPointNotFoundException)
        {
            // another libtorch, which says more
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("c10", EntryPoint = "_ZN3c1011initLoggingEv")] // c10::initLogging()
    private static partial void InitLogging();

    // Called where the regular search has failed.
    private static nint Resolve(Assembly assembly, string name)
    {
        string? folder = name == Library
            ? ((string?)AppContext.GetData(SearchFolders))?.Split(':').FirstOrDefault(f => System.IO.File.Exists(Path.Combine(f, File)))
            : null;
        if (folder is null)
            return 0;
        byte[] library = System.IO.File.ReadAllBytes(Path.Combine(folder, File));
        if (!ElfVersionNeeds.MarkWeak(library, NewerThanDebian12))
            return 0;
        string copy = Path.Combine(CacheFolder.Of("train"), $"{Library}-{Convert.ToHexStringLower(SHA256.HashData(library))[..16]}.so");
        WholeFile.Make(copy, beside =>
        {
            System.IO.File.WriteAllBytes(beside, library);
            return true;
        });
        // By its name alone the copy, in another folder, would not find it.
        NativeLibrary.TryLoad(Path.Combine(folder, "libtorch.so"), out _);
        return NativeLibrary.TryLoad(copy, out nint handle) ? handle : 0;
    }
}
