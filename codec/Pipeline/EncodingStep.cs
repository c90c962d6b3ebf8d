using VaeCodec.Inference;
using VaeCodec.Networks;
using VaeCodec.Pipeline.Refinement;

namespace VaeCodec.Pipeline;

/// <summary>At each latent layer of an encoder: chooses integers for the posterior's mean around the prior's, and keeps them.</summary>
internal sealed class EncodingStep(DeterministicEngine engine, RateCondition condition, PictureGrid grid, LatentOffsets? offsets, Action<int>? layerDone) : ILatentStep<Tensor>
{
    private readonly List<CodedLayer> _layers = [];
    private float[] _deviations = [];

    /// <summary>The layers so far, in coding order.</summary>
    public IReadOnlyList<CodedLayer> Layers => _layers;

    public bool WantsPosterior(LatentLayerSpec layer) => true;

    public Tensor Resolve(LatentLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        LayerStep step = condition.Layers[layer.Index];
        CodedArea area = grid.Coded(prior.Rows);
        if (layer.Index == _layers.Count)
            _layers.Add(CodedLayer.Of(area, layer.Latents));
        (int first, int count) = area.SymbolsOf(prior.Rows, layer.Latents);
        Span<int> symbols = _layers[layer.Index].Symbols.AsSpan(first, count);
        Span<byte> scales = _layers[layer.Index].Scales.AsSpan(first, count);
        LatentQuantiser.ScaleIndices(prior, step, area, scales);
        if (_deviations.Length < count)
            _deviations = new float[count];
        Span<float> deviations = _deviations.AsSpan(0, count);
        LatentQuantiser.Deviations(prior, posterior!, step, area, deviations);
        if (offsets is null)
            SymbolChoice.Choose(deviations, scales, layer.Latents, area, prior.Rows, symbols);
        else
            LatentOffsets.Choose(offsets[layer].Slice(first, count), deviations, symbols);
        Tensor z = engine.Latents(layer, prior, symbols, area);
        layerDone?.Invoke(layer.Index);
        return z;
    }
}
