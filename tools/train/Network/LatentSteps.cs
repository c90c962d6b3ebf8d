using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Kernels;

namespace VaeCodec.Train.Network;

/// <summary>Replaces a latent layer by its training or evaluation counterpart and adds up its rate.</summary>
/// <param name="spec">Gives the range of log2 sigma.</param>
/// <param name="log2Steps">From <see cref="TorchEngine.Condition"/>.</param>
internal abstract class LatentSteps(HvaeSpec spec, torch.Tensor[] log2Steps) : ILatentLayerHandler<torch.Tensor>
{
    private readonly List<torch.Tensor> _bits = [], _sentBits = [];

    /// <summary>Bits per sample and layer, [N, layers].</summary>
    public torch.Tensor Bits => torch.stack([.. _bits], 1);

    /// <summary>Whether <see cref="SentBits"/> is wanted.</summary>
    public bool RatesSent { get; init; }

    /// <summary>Bits of what the codec sends, likewise, without gradient; null unless wanted. Noisy latents cost more than rounded ones
    /// where a prior is narrower than the noise.</summary>
    public torch.Tensor? SentBits => RatesSent ? torch.stack([.. _sentBits], 1) : null;

    /// <inheritdoc/>
    public bool WantsPosterior(HvaeLayerSpec layer) => true;

    /// <inheritdoc/>
    public virtual torch.Tensor Resolve(HvaeLayerSpec layer, torch.Tensor prior, torch.Tensor? posterior)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(posterior);
        (torch.Tensor sent, torch.Tensor bits) = Step(posterior, Noise(posterior));
        _bits.Add(bits);
        if (RatesSent)
        {
            using IDisposable guard = torch.no_grad();
            _sentBits.Add(Step(posterior, null).Bits);
        }

        return sent;

        (torch.Tensor Sent, torch.Tensor Bits) Step(torch.Tensor mean, torch.Tensor? noise)
            => LatentStep.Apply(mean, prior, log2Steps[layer.Index], noise, Rounded, spec.Log2Scale[0], spec.Log2Scale[1]);
    }

    /// <summary>Whether the decoder gets rounded latents where there is noise.</summary>
    protected abstract bool Rounded { get; }

    /// <summary>What is added to a layer's latents, in [0, 1) in the shape of the posterior's mean; null where they are rounded
    /// instead.</summary>
    protected abstract torch.Tensor? Noise(torch.Tensor posteriorMean);
}

/// <summary>Training: the rate is that of posterior mean + uniform noise of width 1. The decoder gets the same, or what the codec will
/// send, with the gradient passed straight through the rounding (the mixed quantisation of Minnen and Singh 2020, "Channel-wise
/// autoregressive entropy models for learned image compression", section 3.4).</summary>
/// <param name="spec">Gives the range of log2 sigma.</param>
/// <param name="log2Steps">From <see cref="TorchEngine.Condition"/>.</param>
/// <param name="rounded">Whether the decoder gets rounded latents.</param>
/// <param name="uniform">Numbers in [0, 1) in the shape of its argument; null: from libtorch's generator.</param>
internal sealed class NoisyLatents(HvaeSpec spec, torch.Tensor[] log2Steps, bool rounded, Func<torch.Tensor, torch.Tensor>? uniform = null)
    : LatentSteps(spec, log2Steps)
{
    private readonly Func<torch.Tensor, torch.Tensor> _uniform = uniform ?? (like => torch.rand_like(like.@float()));

    /// <inheritdoc/>
    protected override bool Rounded => rounded;

    /// <inheritdoc/>
    protected override torch.Tensor? Noise(torch.Tensor posteriorMean) => _uniform(posteriorMean);
}

/// <summary>Evaluation, as the codec does it.</summary>
/// <param name="spec">Gives the range of log2 sigma.</param>
/// <param name="log2Steps">From <see cref="TorchEngine.Condition"/>.</param>
internal class QuantisedLatents(HvaeSpec spec, torch.Tensor[] log2Steps) : LatentSteps(spec, log2Steps)
{
    /// <inheritdoc/>
    protected override bool Rounded => true;

    /// <inheritdoc/>
    protected override torch.Tensor? Noise(torch.Tensor posteriorMean) => null;
}
