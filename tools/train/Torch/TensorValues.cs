using TorchSharp;

namespace VaeCodec.Train.Torch;

/// <summary>Numbers in and out of tensors.</summary>
internal static class TensorValues
{
    /// <summary>A CPU tensor in libtorch's own memory.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Of the tensor.</param>
    public static torch.Tensor Tensor(float[] values, params ReadOnlySpan<long> shape)
    {
        RequireCount(values.Length, shape);
        using torch.Tensor managed = torch.tensor((IList<float>)values, shape);
        return managed.clone();
    }

    /// <summary>Bytes as a CPU tensor.</summary>
    public static torch.Tensor Bytes(ReadOnlySpan<byte> values, params ReadOnlySpan<long> shape)
    {
        RequireCount(values.Length, shape);
        torch.Tensor tensor = torch.empty(shape, torch.ScalarType.Byte);
        values.CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>The elements, row-major, in single precision.</summary>
    public static float[] Values(this torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>The one element, in single precision.</summary>
    public static float Value(this torch.Tensor tensor) => tensor.Values() is [var only] ? only
        : throw new ArgumentException("the tensor has not one element", nameof(tensor));

    private static void RequireCount(int count, ReadOnlySpan<long> shape)
    {
        long expected = 1;
        foreach (long side in shape)
            expected *= side;
        if (expected != count)
            throw new ArgumentException($"{count} values do not fill a tensor of {expected}");
    }
}
