using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Boundary;
using VaeCodec.Inference.Vlae;
using VaeCodec.Inference.Work;

namespace VaeCodec.Archives;

/// <summary>A <see cref="VlaeModel"/> for bits-back coding: the networks' floats, rounded to the integers that all frequencies are made of.
/// ARCHIVE.md, "Image model". For one thread at a time.</summary>
internal sealed class VlaeLatentModel(VlaeModel model, EngineOptions options) : ILatentModel
{
    private readonly VlaeEngine _engine = new(model, options);
    private readonly float[] _latents = new float[model.Spec.Latents];
    private readonly float[] _mean = new float[model.Spec.Latents];
    private readonly float[] _scale = new float[model.Spec.Latents];

    /// <inheritdoc/>
    public IReadOnlyList<LatentGroup> Groups { get; } = [.. model.Spec.Groups.Select(group => new LatentGroup(group.Latents,
        group.IsAutoregressive ? LatentPrior.Autoregressive : group.Prior.Count > 0 ? LatentPrior.Conditional : LatentPrior.Uniform))];

    /// <inheritdoc/>
    public bool InfersUpwards => model.Spec.InfersUpwards;

    /// <inheritdoc/>
    public int DataBytes => model.Spec.Side * model.Spec.Side;

    /// <inheritdoc/>
    public void See(ReadOnlySpan<byte> data) => _engine.See(data);

    /// <inheritdoc/>
    public void Posterior(int group, ReadOnlySpan<int> bins, Span<LatentLogistic> posterior)
    {
        _engine.Posterior(group, Values(bins), _mean.AsSpan(0, posterior.Length), _scale.AsSpan(0, posterior.Length));
        LatentBeliefs.Round(_mean, _scale, posterior);
    }

    /// <inheritdoc/>
    public void Prior(int group, int known, ReadOnlySpan<int> bins, Span<LatentLogistic> prior)
    {
        _engine.Prior(group, known, Values(bins), _mean.AsSpan(0, prior.Length), _scale.AsSpan(0, prior.Length));
        LatentBeliefs.Round(_mean, _scale, prior);
    }

    /// <inheritdoc/>
    public void Push(RansStack stack, ReadOnlySpan<int> bins, ReadOnlySpan<byte> data)
    {
        ChainPixelEncoder? encoder = null;
        byte[] pixels = data.ToArray();
        _engine.Pixels(Values(bins), band => encoder = new(band, pixels));
        encoder!.PushOn(stack);
    }

    /// <inheritdoc/>
    public void Pop(RansStack stack, ReadOnlySpan<int> bins, Span<byte> data)
    {
        byte[] pixels = new byte[data.Length];
        _engine.Pixels(Values(bins), band => new ChainPixelDecoder(band, stack, pixels));
        pixels.CopyTo(data);
    }

    private float[] Values(ReadOnlySpan<int> bins)
    {
        for (int i = 0; i < bins.Length; i++)
            _latents[i] = LatentBins.Centre(bins[i]) / LatentBeliefs.Units;
        return _latents;
    }
}
