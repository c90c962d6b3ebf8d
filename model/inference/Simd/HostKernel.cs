using VaeCodec.Inference.Convolution;

namespace VaeCodec.Inference.Simd;

/// <summary>A kernel that the program around the codec brings along, for runtimes that compile nothing themselves: in a browser it is
/// WebAssembly of its own beside the interpreter (tools/viewer).</summary>
internal static unsafe class HostKernel
{
    private static delegate* unmanaged<RowTask*, void> s_row;

    /// <summary>Whether there is one.</summary>
    public static bool IsThere => s_row != null;

    /// <summary>Uses a function from now on. To be called before anything is computed.</summary>
    /// <param name="row">Its address; 0 for none. It does what <see cref="RowKernel"/> does, to the bit, with vectors of 4 floats and 6
    /// positions at a time.</param>
    public static void Use(nint row) => s_row = (delegate* unmanaged<RowTask*, void>)row;

    /// <summary>Computes a row.</summary>
    public static void Run(RowTask* task) => s_row(task);
}
