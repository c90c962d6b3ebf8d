using VaeCodec.Bitstream;
using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>At each latent layer of a decoder: pops the symbols that the prior's scales describe. Layers from <paramref name="layers"/> on
/// stay at the prior's mean.</summary>
internal sealed class DecodingStep(DeterministicEngine engine, RateCondition condition, PictureGrid grid, LatentDecoder decoder, int layers,
    Action<int>? layerDone) : ILatentStep<Tensor>
{
    private readonly List<double> _layerBits = [];

    /// <summary>Bits of the layers decoded so far, by the tables.</summary>
    public IReadOnlyList<double> LayerBits => _layerBits;

    public bool WantsPosterior(LatentLayerSpec layer) => false;

    public Tensor Resolve(LatentLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        LayerStep step = condition.Layers[layer.Index];
        CodedArea area = grid.Coded(prior.Height);
        Tensor z = engine.Latents(layer, prior);
        int[] symbols = [];
        if (layer.Index < layers)
        {
            symbols = new int[area.Symbols(layer.Latents)];
            var scales = new byte[symbols.Length];
            LatentQuantiser.ScaleIndices(prior, step, area, scales);
            decoder.Pop(symbols, scales);
            _layerBits.Add(ScaleTables.Bits(symbols, scales));
        }

        LatentQuantiser.Reconstruct(prior, symbols, step, area, z);
        layerDone?.Invoke(layer.Index);
        return z;
    }
}
