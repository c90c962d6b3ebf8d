using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>At each latent layer of an encoder: quantises the posterior's mean around the prior's and keeps the symbols.</summary>
internal sealed class EncodingStep(DeterministicEngine engine, RateCondition condition, PictureGrid grid, Action<int>? layerDone) : ILatentStep<Tensor>
{
    private readonly List<CodedLayer> _layers = [];

    /// <summary>The layers so far, in coding order.</summary>
    public IReadOnlyList<CodedLayer> Layers => _layers;

    public bool WantsPosterior(LatentLayerSpec layer) => true;

    public Tensor Resolve(LatentLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        LayerStep step = condition.Layers[layer.Index];
        (int height, int width) = grid.Coded(prior.Height);
        var coded = new CodedLayer(new int[height * width * layer.Latents], new byte[height * width * layer.Latents]);
        LatentQuantiser.ScaleIndices(prior, step, height, width, coded.Scales);
        LatentQuantiser.Quantise(prior, posterior!, step, height, width, coded.Symbols);
        _layers.Add(coded);
        Tensor z = engine.Latents(layer, prior);
        LatentQuantiser.Reconstruct(prior, coded.Symbols, step, height, width, z);
        layerDone?.Invoke(layer.Index);
        return z;
    }
}
