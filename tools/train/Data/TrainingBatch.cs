using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Data;

/// <summary>What one step learns from.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Crop">Side of the crops.</param>
/// <param name="Pixels">[Count, Crop, Crop, 3].</param>
/// <param name="Log2Beta">[Count, layers].</param>
internal sealed record TrainingBatch(int Count, int Crop, byte[] Pixels, float[] Log2Beta)
{
    /// <summary>Some of the samples.</summary>
    public TrainingBatch Slice(int from, int count)
    {
        int pixels = Pixels.Length / Count, layers = Log2Beta.Length / Count;
        return this with
        {
            Count = count,
            Pixels = Pixels[(from * pixels)..((from + count) * pixels)],
            Log2Beta = Log2Beta[(from * layers)..((from + count) * layers)],
        };
    }

    /// <summary>The crops [Count, 3, Crop, Crop] in [0, 1], channels last.</summary>
    public torch.Tensor Picture(string device) => ToPicture(Pixels, Count, Crop, Crop, device);

    /// <summary>The rate multipliers [Count, layers].</summary>
    public torch.Tensor Rates(string device) => TensorValues.Tensor(Log2Beta, Count, Log2Beta.Length / Count).to(device);

    /// <summary>Interleaved bytes as pictures [count, 3, height, width] in [0, 1], channels last.</summary>
    internal static torch.Tensor ToPicture(ReadOnlySpan<byte> pixels, int count, int height, int width, string device)
        => TensorValues.Bytes(pixels, count, height, width, 3).to(device).permute(0, 3, 1, 2).@float().mul_(1.0 / 255);
}
