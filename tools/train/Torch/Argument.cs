using System.Runtime.InteropServices;

namespace VaeCodec.Train.Torch;

/// <summary>The kinds of operator arguments; numbers as in native/shim.cpp.</summary>
internal enum ArgumentKind : long
{
    None,
    Tensor,
    Integer,
    Real,
    Boolean,
    IntegerList,
    RealList,
    TensorList,
    Text,
    Device,
}

/// <summary>An argument as the shim sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArgument
{
    internal ArgumentKind Kind;
    internal long Count;
    internal long Value;
}

/// <summary>An operator argument. The kind must be the schema's: an integer does not stand for a float (but either for a Scalar).</summary>
internal readonly struct Argument
{
    private Argument(ArgumentKind kind, long value = 0, object? content = null)
    {
        Kind = kind;
        Value = value;
        Content = content;
    }

    /// <summary>An absent optional.</summary>
    internal static Argument None => default;

    internal ArgumentKind Kind { get; }

    /// <summary>Integers as they are, doubles by their bits.</summary>
    internal long Value { get; }

    /// <summary>A tensor, or the array of a list or text.</summary>
    internal object? Content { get; }

    public static implicit operator Argument(torch.Tensor? tensor) => tensor is null ? default : new(ArgumentKind.Tensor, 0, tensor);

    public static implicit operator Argument(long value) => new(ArgumentKind.Integer, value);

    public static implicit operator Argument(double value) => new(ArgumentKind.Real, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(bool value) => new(ArgumentKind.Boolean, value ? 1 : 0);

    public static implicit operator Argument(long[] values) => new(ArgumentKind.IntegerList, 0, values);

    public static implicit operator Argument(double[] values) => new(ArgumentKind.RealList, 0, values);

    public static implicit operator Argument(torch.Tensor[] tensors) => new(ArgumentKind.TensorList, 0, tensors);

    public static implicit operator Argument(string text) => new(ArgumentKind.Text, 0, System.Text.Encoding.UTF8.GetBytes(text));

    public static implicit operator Argument(torch.ScalarType type) => new(ArgumentKind.Integer, (long)type);

    /// <summary>A device, "cpu" or "cuda".</summary>
    internal static Argument Device(string name) => new(ArgumentKind.Device, 0, System.Text.Encoding.UTF8.GetBytes(name));
}
