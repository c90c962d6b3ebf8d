using VaeCodec.Bitstream;
using VaeCodec.Inference;

namespace VaeCodec.Pipeline;

/// <summary>A <see cref="VlaeModel"/> for bits-back coding: the networks' floats, rounded to the integers that all frequencies are made of. ARCHIVE.md, "Image
/// model". For one thread at a time.</summary>
internal sealed class VlaeLatentModel(VlaeModel model, EngineOptions options) : ILatentModel
{
    private const float LatentUnits = 1 << LatentBins.FractionBits;
    private const float Octaves = LatentPosterior.MaxScale / (float)LatentPosterior.ScalesPerOctave;

    private readonly VlaeEngine _engine = new(model, options);
    private readonly float[] _mean = new float[model.Spec.Latents];
    private readonly float[] _scale = new float[model.Spec.Latents];

    /// <inheritdoc/>
    public int Latents => _mean.Length;

    /// <inheritdoc/>
    public int DataBytes => model.Spec.Side * model.Spec.Side;

    /// <inheritdoc/>
    public void Posterior(ReadOnlySpan<byte> data, Span<LatentPosterior> posterior)
    {
        _engine.Posterior(data, _mean, _scale);
        for (int i = 0; i < posterior.Length; i++)
        {
            float mean = MixtureParameters.Clamp(_mean[i] * LatentUnits, -LatentPosterior.MaxMean, LatentPosterior.MaxMean);
            float scale = MixtureParameters.Clamp(_scale[i] - LatentPosterior.LowestLog2Scale, 0, Octaves);
            posterior[i] = new((int)MathF.Round(mean), (int)MathF.Round(LatentPosterior.ScalesPerOctave * scale));
        }
    }

    /// <inheritdoc/>
    public void Push(RansStack stack, ReadOnlySpan<int> bins, ReadOnlySpan<byte> data)
    {
        ChainEncodingStep? step = null;
        byte[] pixels = data.ToArray();
        _engine.Pixels(Values(bins), band => step = new(band, pixels));
        step!.PushOn(stack);
    }

    /// <inheritdoc/>
    public void Pop(RansStack stack, ReadOnlySpan<int> bins, Span<byte> data)
    {
        byte[] pixels = new byte[data.Length];
        _engine.Pixels(Values(bins), band => new ChainDecodingStep(band, stack, pixels));
        pixels.CopyTo(data);
    }

    private float[] Values(ReadOnlySpan<int> bins)
    {
        for (int i = 0; i < bins.Length; i++)
            _mean[i] = LatentBins.Centre(bins[i]) / LatentUnits;
        return _mean;
    }
}
