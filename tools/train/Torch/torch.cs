namespace VaeCodec.Train.Torch;

/// <summary>libtorch under TorchSharp's names: only what the trainer uses.</summary>
internal static unsafe partial class torch
{
    /// <summary>Types of elements; numbers are at::ScalarType's.</summary>
    public enum ScalarType
    {
        /// <summary>8-bit unsigned.</summary>
        Byte = 0,

        /// <summary>Single precision.</summary>
        Float32 = 6,

        /// <summary>Double precision.</summary>
        Float64 = 7,

        /// <summary>The upper half of a single.</summary>
        BFloat16 = 15,
    }

    /// <summary>Orders in memory; numbers are at::MemoryFormat's.</summary>
    public enum MemoryFormat
    {
        /// <summary>Row-major.</summary>
        Contiguous = 0,

        /// <summary>[N, C, H, W] stored as [N, H, W, C].</summary>
        ChannelsLast = 2,
    }

    /// <summary>Version of the libtorch that the shim was compiled against. Throws <see cref="TorchException"/> when there is
    /// none.</summary>
    public static string Version => NativeCall.Version();

    /// <summary>Throws <see cref="TorchException"/>, saying what to do, when there is no libtorch or it has not this device.</summary>
    public static void RequireDevice(string device)
    {
        if (device == "cuda" ? !cuda.is_available() : device != "cpu")
            throw new TorchException($"libtorch {Version} sees no device '{device}': set LIBTORCH to a CUDA build "
                + $"(tools/train/README.md), or train on the cpu");
    }

    /// <summary>Copies single-precision values into a CPU tensor.</summary>
    public static Tensor tensor(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        FromMemory(values, ScalarType.Float32, shape);

    /// <summary>Copies bytes into a CPU tensor.</summary>
    public static Tensor tensor(ReadOnlySpan<byte> values, params ReadOnlySpan<long> shape) => FromMemory(values, ScalarType.Byte, shape);

    /// <summary>Single-precision zeros on the CPU.</summary>
    public static Tensor zeros(params long[] shape) => Dispatcher.One("aten::zeros", "", shape);

    /// <summary>Zeros in the shape, type and layout of another tensor.</summary>
    public static Tensor zeros_like(Tensor like) => Dispatcher.One("aten::zeros_like", "", like);

    /// <summary>Uniform in [0, 1), in the shape, type and device of another tensor, from the default generator.</summary>
    public static Tensor rand_like(Tensor like) => Dispatcher.One("aten::rand_like", "", like);

    /// <summary>The identity matrix on the CPU.</summary>
    public static Tensor eye(long side) => Dispatcher.One("aten::eye", "", side);

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor cat(Tensor[] tensors, long dimension) => Dispatcher.One("aten::cat", "", tensors, dimension);

    /// <summary>Tensors along a new dimension.</summary>
    public static Tensor stack(Tensor[] tensors, long dimension) => Dispatcher.One("aten::stack", "", tensors, dimension);

    /// <summary>Tensors made from now on are freed when the scope is disposed.</summary>
    public static DisposeScope NewDisposeScope() => new();

    /// <summary>Records no gradients on this thread until disposed.</summary>
    public static IDisposable no_grad()
    {
        long was = NativeCall.Check(NativeMethods.vct_set_grad_enabled(0));
        return new Restore(() => NativeCall.Check(NativeMethods.vct_set_grad_enabled((int)was)));
    }

    /// <summary>Runs convolutions and dense layers in bfloat16 on this thread until disposed.</summary>
    public static IDisposable autocast(string device, bool enabled = true)
    {
        int cuda = device == "cuda" ? 1 : 0;
        long was = NativeCall.Check(NativeMethods.vct_set_autocast(cuda, enabled ? 1 : 0));
        return new Restore(() => NativeCall.Check(NativeMethods.vct_set_autocast(cuda, (int)was)));
    }

    /// <summary>Seeds the default generators of all devices.</summary>
    public static void manual_seed(ulong seed) => NativeCall.Check(NativeMethods.vct_manual_seed(seed));

    /// <summary>Threads within an operator.</summary>
    public static void set_num_threads(int count) => NativeCall.Check(NativeMethods.vct_set_threads(count));

    private static Tensor FromMemory<T>(ReadOnlySpan<T> values, ScalarType type, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        long count = 1;
        foreach (long side in shape)
            count *= side;
        if (count != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill a tensor of {count}");
        fixed (T* data = values)
        fixed (long* sizes = shape)
        {
            NativeCall.Check(NativeMethods.vct_from_memory(data, sizes, shape.Length, (int)type, out nint result));
            return new(result);
        }
    }

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        /// <summary>Whether this libtorch sees a CUDA device.</summary>
        public static bool is_available() => NativeMethods.vct_cuda_is_available() != 0;
    }

    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        /// <summary>Eigenvalues, ascending, and eigenvectors (columns) of a symmetric matrix.</summary>
        public static (Tensor Values, Tensor Vectors) eigh(Tensor matrix)
            => Dispatcher.Many("aten::linalg_eigh", "", matrix) is [var values, var vectors]
                ? (values, vectors)
                : throw new TorchException("linalg_eigh did not return two tensors");
    }

    private sealed class Restore(Action action) : IDisposable
    {
        private Action? _action = action;

        public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
    }
}
