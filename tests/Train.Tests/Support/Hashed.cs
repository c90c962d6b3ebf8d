using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Support;

/// <summary>Numbers made by a hash of a name and a position; tools/train/gpu/train_hvae.py makes the same.</summary>
internal static class Hashed
{
    /// <summary>Uniform in [-scale, scale).</summary>
    public static float[] Values(string name, int count, double scale)
    {
        uint seed = 2166136261;
        foreach (char c in name)
            seed = (seed ^ c) * 16777619;
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            uint x = (uint)i * 2654435761 + seed;
            for (int round = 0; round < 2; round++)
                x = (x ^ (x >> 16)) * 0x45D9F3B;
            values[i] = (float)(((x ^ (x >> 16)) / 2147483648.0 - 1) * scale);
        }

        return values;
    }

    public static torch.Tensor Tensor(string name, double scale, params long[] shape)
        => TensorValues.Tensor(Values(name, (int)shape.Aggregate(1L, (a, b) => a * b), scale), shape);
}
