using System.Runtime.InteropServices;

namespace VaeCodec.Train.Torch;

/// <summary>The functions of native/shim.cpp, in its order. Negative results mean failure: see <see cref="NativeCall.Check"/>.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = NativeLibraryLoader.Name;

    static NativeMethods() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    internal static partial byte* vct_last_error();

    [LibraryImport(Library)]
    internal static partial byte* vct_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long vct_call(string name, string overload, NativeArgument* arguments, long count, nint* results,
        long capacity);

    [LibraryImport(Library)]
    internal static partial long vct_from_memory(void* data, long* sizes, long dimensions, int type, out nint result);

    [LibraryImport(Library)]
    internal static partial long vct_to_memory(TensorHandle handle, int type, void* data, long bytes);

    [LibraryImport(Library)]
    internal static partial void vct_free(nint handle);

    [LibraryImport(Library)]
    internal static partial long vct_sizes(TensorHandle handle, long* sizes, long capacity);

    [LibraryImport(Library)]
    internal static partial long vct_type(TensorHandle handle);

    [LibraryImport(Library)]
    internal static partial long vct_is_cuda(TensorHandle handle);

    [LibraryImport(Library)]
    internal static partial long vct_requires_grad(TensorHandle handle);

    [LibraryImport(Library)]
    internal static partial long vct_set_requires_grad(TensorHandle handle, int on);

    [LibraryImport(Library)]
    internal static partial long vct_backward(TensorHandle handle);

    [LibraryImport(Library)]
    internal static partial long vct_grad(TensorHandle handle, out nint result);

    [LibraryImport(Library)]
    internal static partial long vct_clear_grad(TensorHandle handle);

    [LibraryImport(Library)]
    internal static partial long vct_set_grad_enabled(int on);

    [LibraryImport(Library)]
    internal static partial long vct_set_autocast(int cuda, int on);

    [LibraryImport(Library)]
    internal static partial long vct_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial long vct_set_threads(int count);

    [LibraryImport(Library)]
    internal static partial long vct_cuda_is_available();
}
