using System.Runtime.InteropServices;

namespace VaeCodec.Train.Torch;

/// <summary>Turns failures of the shim into exceptions.</summary>
internal static unsafe class NativeCall
{
    /// <summary>Passes a result through, or throws with the shim's reason when it is negative.</summary>
    internal static long Check(long result)
        => result >= 0 ? result : throw new TorchException(Marshal.PtrToStringUTF8((nint)NativeMethods.vct_last_error())
            ?? "unknown error");

    /// <summary>Runs something that touches the native library first, with a <see cref="TorchException"/> for whatever goes
    /// wrong.</summary>
    internal static string Version()
    {
        try
        {
            return Marshal.PtrToStringUTF8((nint)NativeMethods.vct_version()) ?? "";
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException)
        {
            throw new TorchException($"libtorch cannot be used: {(e.InnerException ?? e).Message}", e);
        }
    }
}
