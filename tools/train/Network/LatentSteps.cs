using VaeCodec.Networks;
using VaeCodec.Train.Torch;
using static VaeCodec.Train.Torch.torch.nn;

namespace VaeCodec.Train.Network;

/// <summary>Replaces a latent layer by its training or evaluation counterpart and adds up its rate: a Gaussian prior convolved with the
/// uniform quantisation noise ("Lossy Image Compression with Quantized Hierarchical VAEs", equations 5 and 6). Everything is in units of
/// the layer's quantisation step.</summary>
/// <param name="spec">Gives the range of log2 sigma.</param>
/// <param name="log2Steps">From <see cref="TorchEngine.Condition"/>.</param>
public abstract class LatentSteps(HvaeSpec spec, torch.Tensor[] log2Steps) : ILatentStep<torch.Tensor>
{
    private const double SmallestMass = 1e-6;
    private readonly List<torch.Tensor> _bits = [], _sentBits = [];

    /// <summary>Bits per sample and layer, [N, layers].</summary>
    public torch.Tensor Bits => torch.stack([.. _bits], 1);

    /// <summary>Whether <see cref="SentBits"/> is wanted.</summary>
    public bool RatesSent { get; init; }

    /// <summary>Bits of what the decoder gets, likewise, without gradient; null unless wanted. Noisy latents cost more than rounded ones where a prior is
    /// narrower than the noise.</summary>
    public torch.Tensor? SentBits => RatesSent ? torch.stack([.. _sentBits], 1) : null;

    /// <inheritdoc/>
    public bool WantsPosterior(LatentLayerSpec layer) => true;

    /// <inheritdoc/>
    public torch.Tensor Resolve(LatentLayerSpec layer, torch.Tensor prior, torch.Tensor? posterior)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(posterior);
        torch.Tensor log2Step = log2Steps[layer.Index], perStep = (-log2Step).exp2();
        torch.Tensor[] halves = prior.@float().chunk(2, 1);
        torch.Tensor priorMean = halves[0] * perStep;
        torch.Tensor sigma = (halves[1] - log2Step).clamp(spec.Log2Scale[0], spec.Log2Scale[1]).exp2();
        (torch.Tensor rated, torch.Tensor sent) = Draw(posterior.@float() * perStep, priorMean);
        _bits.Add(Rate((rated - priorMean).abs(), sigma).sum([1, 2, 3]));
        if (RatesSent)
            _sentBits.Add(Rate((sent - priorMean).detach().abs(), sigma.detach()).sum([1, 2, 3]));
        return sent * log2Step.exp2();
    }

    /// <summary>The latent, in steps, given the posterior's and the prior's mean: what the rate is taken of, and what the decoder gets.</summary>
    protected abstract (torch.Tensor Rated, torch.Tensor Sent) Draw(torch.Tensor posteriorMean, torch.Tensor priorMean);

    /// <summary>What the codec sends: prior mean + round(posterior mean - prior mean).</summary>
    protected static torch.Tensor Round(torch.Tensor posteriorMean, torch.Tensor priorMean) => priorMean + (posteriorMean - priorMean).round();

    // Bits at distance d from the prior's mean. Far tails: the rate is bounded by a linear continuation, so that the gradient stays alive.
    private static torch.Tensor Rate(torch.Tensor d, torch.Tensor sigma)
    {
        torch.Tensor k = (sigma * Math.Sqrt(2)).reciprocal();
        torch.Tensor mass = (((-d + 0.5) * k).erf() - ((-d - 0.5) * k).erf()) * 0.5;
        return -mass.clamp_min(SmallestMass).log2() + functional.relu(d - sigma * 5.0 - 0.5);
    }
}

/// <summary>Training: the rate is that of posterior mean + uniform noise of width 1. The decoder gets the same, or what the codec will send, with
/// the gradient passed straight through the rounding (the mixed quantisation of Minnen and Singh 2020, "Channel-wise autoregressive
/// entropy models for learned image compression", section 3.4).</summary>
/// <param name="spec">Gives the range of log2 sigma.</param>
/// <param name="log2Steps">From <see cref="TorchEngine.Condition"/>.</param>
/// <param name="rounded">Whether the decoder gets rounded latents.</param>
/// <param name="uniform">Numbers in [0, 1) in the shape of its argument; null: from libtorch's generator.</param>
public sealed class NoisyLatents(HvaeSpec spec, torch.Tensor[] log2Steps, bool rounded, Func<torch.Tensor, torch.Tensor>? uniform = null)
    : LatentSteps(spec, log2Steps)
{
    private readonly Func<torch.Tensor, torch.Tensor> _uniform = uniform ?? torch.rand_like;

    /// <inheritdoc/>
    protected override (torch.Tensor Rated, torch.Tensor Sent) Draw(torch.Tensor posteriorMean, torch.Tensor priorMean)
    {
        ArgumentNullException.ThrowIfNull(posteriorMean);
        torch.Tensor noisy = posteriorMean + _uniform(posteriorMean) - 0.5;
        return (noisy, rounded ? posteriorMean + (Round(posteriorMean, priorMean) - posteriorMean).detach() : noisy);
    }
}

/// <summary>Evaluation, as the codec does it.</summary>
/// <param name="spec">Gives the range of log2 sigma.</param>
/// <param name="log2Steps">From <see cref="TorchEngine.Condition"/>.</param>
public sealed class QuantisedLatents(HvaeSpec spec, torch.Tensor[] log2Steps) : LatentSteps(spec, log2Steps)
{
    /// <inheritdoc/>
    protected override (torch.Tensor Rated, torch.Tensor Sent) Draw(torch.Tensor posteriorMean, torch.Tensor priorMean)
    {
        torch.Tensor z = Round(posteriorMean, priorMean);
        return (z, z);
    }
}
