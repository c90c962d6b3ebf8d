using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>At each latent layer of an encoder: chooses integers for the posterior's mean around the prior's, and keeps them.</summary>
internal sealed class EncodingStep(DeterministicEngine engine, RateCondition condition, PictureGrid grid, Action<int>? layerDone) : ILatentStep<Tensor>
{
    private readonly List<CodedLayer> _layers = [];

    /// <summary>The layers so far, in coding order.</summary>
    public IReadOnlyList<CodedLayer> Layers => _layers;

    public bool WantsPosterior(LatentLayerSpec layer) => true;

    public Tensor Resolve(LatentLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        LayerStep step = condition.Layers[layer.Index];
        CodedArea area = grid.Coded(prior.Height);
        var coded = new CodedLayer(new int[area.Symbols(layer.Latents)], new byte[area.Symbols(layer.Latents)]);
        LatentQuantiser.ScaleIndices(prior, step, area, coded.Scales);
        var deviations = new float[coded.Symbols.Length];
        LatentQuantiser.Deviations(prior, posterior!, step, area, deviations);
        SymbolChoice.Choose(deviations, coded.Scales, layer.Latents, area, coded.Symbols);
        _layers.Add(coded);
        Tensor z = engine.Latents(layer, prior);
        LatentQuantiser.Reconstruct(prior, coded.Symbols, step, area, z);
        layerDone?.Invoke(layer.Index);
        return z;
    }
}
