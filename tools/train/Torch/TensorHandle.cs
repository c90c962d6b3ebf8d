using System.Runtime.InteropServices;

namespace VaeCodec.Train.Torch;

/// <summary>Owns one at::Tensor of the shim. The finaliser frees what no scope freed.</summary>
internal sealed class TensorHandle : SafeHandle
{
    private static long s_live;

    internal TensorHandle(nint pointer)
        : base(0, ownsHandle: true)
    {
        SetHandle(pointer);
        Interlocked.Increment(ref s_live);
    }

    /// <summary>Handles not yet freed, over all threads.</summary>
    internal static long Live => Interlocked.Read(ref s_live);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.vct_free(handle);
        Interlocked.Decrement(ref s_live);
        return true;
    }
}
