using TorchSharp;

namespace VaeCodec.Train.Kernels;

/// <summary>A latent layer's step in quantisation steps, and its rate: a Gaussian prior convolved with the uniform quantisation noise
/// ("Lossy Image Compression with Quantized Hierarchical VAEs", equations 5 and 6). One pass on a CPU in single precision and bfloat16,
/// else libtorch's operators, at least in single precision.</summary>
internal static class LatentStep
{
    // Below which mass the rate stops rising, and how many sigma beyond half a step its linear continuation starts.
    private const double SmallestMass = 1e-6, FarTail = 5;

    /// <summary>Takes the step.</summary>
    /// <param name="posterior">Mean [N, C, H, W].</param>
    /// <param name="prior">[N, 2 C, H, W], means before log2 sigma.</param>
    /// <param name="log2Step">Of the quantisation step, [N, 1, 1, 1]; gets no gradient.</param>
    /// <param name="noise">In [0, 1), in the posterior's shape: the rate is that of posterior mean + noise - 1/2. Null: of the
    /// rounded one.</param>
    /// <param name="rounded">Whether the rounded one is sent in any case, prior mean + round(posterior mean - prior mean), with the
    /// gradient passed straight through.</param>
    /// <param name="low">Least log2 sigma, in quantisation steps.</param>
    /// <param name="high">Greatest.</param>
    /// <returns>What the decoder gets, like the posterior, and the bits per sample [N].</returns>
    public static (torch.Tensor Sent, torch.Tensor Bits) Apply(torch.Tensor posterior, torch.Tensor prior, torch.Tensor log2Step,
        torch.Tensor? noise, bool rounded, double low, double high)
    {
        Check(posterior.shape, prior.shape, log2Step, noise);
        if (!LatentKernel.Takes(posterior, prior))
            return ByOperators(posterior, prior, log2Step, noise, rounded, low, high);
        var rule = new LatentRule
        {
            Noisy = noise is null ? 0 : 1,
            Rounded = rounded || noise is null ? 1 : 0,
            Low = low,
            High = high,
        };
        return FusedFunction.Run(new LatentKernel(log2Step, noise, rule), posterior, prior) is [var sent, var bits] ? (sent, bits)
            : throw new InvalidOperationException("the kernel has two outputs");
    }

    private static (torch.Tensor Sent, torch.Tensor Bits) ByOperators(torch.Tensor posterior, torch.Tensor prior, torch.Tensor log2Step,
        torch.Tensor? noise, bool rounded, double low, double high)
    {
        torch.ScalarType type = posterior.dtype == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        torch.Tensor perStep = (-log2Step).exp2().to(type), mean = posterior.to(type) * perStep;
        torch.Tensor[] halves = prior.to(type).chunk(2, 1);
        torch.Tensor priorMean = halves[0] * perStep, sigma = torch.clamp(halves[1] - log2Step, (Scalar)low, (Scalar)high).exp2();
        torch.Tensor round = (priorMean + (mean - priorMean).round()).detach(), through = mean + (round - mean).detach();
        torch.Tensor rated = noise is null ? through : mean + noise - 0.5, sent = rounded || noise is null ? through : rated;
        torch.Tensor d = (rated - priorMean).abs(), k = (sigma * Math.Sqrt(2)).reciprocal();
        torch.Tensor mass = (((d - 0.5) * k).erfc() - ((d + 0.5) * k).erfc()) * 0.5;
        // Far tails: the rate is bounded by a linear continuation, so that the gradient stays alive.
        torch.Tensor bits = (d - sigma * FarTail - 0.5).relu() - mass.clamp_min((Scalar)SmallestMass).log2();
        return ((sent * log2Step.exp2()).to(posterior.dtype), bits.sum([1, 2, 3]));
    }

    private static void Check(long[] posterior, long[] prior, torch.Tensor log2Step, torch.Tensor? noise)
    {
        bool fits = posterior.Length == 4 && prior.Length == 4 && prior[0] == posterior[0] && prior[1] == 2 * posterior[1]
            && prior[2] == posterior[2] && prior[3] == posterior[3] && log2Step.NumberOfElements == posterior[0]
            && (noise is null || noise.shape.SequenceEqual(posterior));
        if (!fits)
            throw new ArgumentException("posterior, prior, steps and noise do not fit each other");
    }
}
