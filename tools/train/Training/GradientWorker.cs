using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>Computes the gradient of a share of a batch. Several workers on one machine, each on a thread of its own with one libtorch
/// thread, meet once a step; libtorch's own threads meet at every operation, which costs half the speed on two cores beside other
/// work.</summary>
/// <param name="parameters">Leaves whose gradients are this worker's own; disposed with it.</param>
/// <param name="bf16">Whether convolutions run in bfloat16.</param>
/// <param name="rounded">Whether the decoder learns from rounded latents.</param>
/// <param name="ratesSent">Whether the bits that are reported are those of what the decoder gets.</param>
internal sealed class GradientWorker(TorchParameters parameters, bool bf16, bool rounded, bool ratesSent) : IDisposable
{
    // What a slice of so many crops takes is some hundred megabytes; larger shares add up the gradients of slices.
    private const int Slice = 4;
    private readonly TorchEngine _engine = new(parameters) { Bf16 = bf16 };

    /// <summary>The gradients of the last share, in the parameters' order; to be disposed.</summary>
    public torch.Tensor[] Gradients => Array.ConvertAll(parameters.Tensors,
        p => p.grad ?? throw new TorchException("a parameter has no gradient"));

    /// <summary>Runs the network forwards and backwards.</summary>
    /// <param name="batch">The share.</param>
    /// <param name="uniform">Noise on the latents, uniform in [0, 1); null for libtorch's own.</param>
    public GradientShare Compute(TrainingBatch batch, Func<torch.Tensor, torch.Tensor>? uniform)
    {
        foreach (torch.Tensor p in parameters.Tensors)
            p.grad = null;
        var slices = new List<GradientShare>();
        for (int from = 0; from < batch.Count; from += Slice)
        {
            int count = Math.Min(Slice, batch.Count - from);
            slices.Add(Add(batch.Slice(from, count), (double)count / batch.Count, uniform));
        }

        return new(batch.Count, Mean(s => s.Loss), Mean(s => s.SquaredError),
            [.. Enumerable.Range(0, slices[0].LayerBits.Length).Select(l => Mean(s => s.LayerBits[l]))]);

        float Mean(Func<GradientShare, float> value) => slices.Sum(s => value(s) * s.Count) / batch.Count;
    }

    /// <summary>Adds the gradients of a slice, weighed.</summary>
    private GradientShare Add(TrainingBatch batch, double weight, Func<torch.Tensor, torch.Tensor>? uniform)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor log2Beta = batch.Rates(parameters.Device);
        HvaeSpec spec = parameters.Network.Spec;
        RateDistortion result = RateDistortion.Measure(_engine, batch.Picture(parameters.Device), log2Beta,
            steps => new NoisyLatents(spec, steps, rounded, uniform) { RatesSent = ratesSent });
        torch.Tensor loss = result.Loss(log2Beta);
        (weight == 1 ? loss : loss * weight).backward();
        return new(batch.Count, loss.Value(), result.SquaredError.mean().Value(),
            (result.SentBitsPerPixel ?? result.BitsPerPixel).mean([0]).Values());
    }

    public void Dispose() => parameters.Dispose();
}

/// <summary>Means over the samples of a share.</summary>
internal sealed record GradientShare(int Count, float Loss, float SquaredError, float[] LayerBits);
