using VaeCodec.Bitstream;
using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>At each latent layer of a decoder: pops the symbols that the prior's scales describe. Layers from <paramref name="layers"/> on
/// stay at the prior's mean; so do, where the file is known to be cut short, those from the first that is not whole. Without
/// <paramref name="latents"/> there is none.</summary>
internal sealed class DecodingStep(DeterministicEngine engine, RateCondition condition, PictureGrid grid, LatentDecoder? latents, int layers,
    bool cutShort, Action<int>? layerDone) : ILatentStep<Tensor>
{
    private readonly List<double> _layerBits = [];
    private bool _ended;

    /// <summary>Bits of the layers decoded so far, by the tables.</summary>
    public IReadOnlyList<double> LayerBits => _layerBits;

    public bool WantsPosterior(LatentLayerSpec layer) => false;

    public Tensor Resolve(LatentLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        LayerStep step = condition.Layers[layer.Index];
        CodedArea area = grid.Coded(prior.Height);
        Tensor z = engine.Latents(layer, prior);
        int[] symbols = layer.Index < layers && latents is not null && !_ended ? Pop(latents, layer, prior, step, area) : [];
        LatentQuantiser.Reconstruct(prior, symbols, step, area, z);
        layerDone?.Invoke(layer.Index);
        return z;
    }

    private int[] Pop(LatentDecoder decoder, LatentLayerSpec layer, Tensor prior, LayerStep step, CodedArea area)
    {
        var symbols = new int[area.Symbols(layer.Latents)];
        var scales = new byte[symbols.Length];
        LatentQuantiser.ScaleIndices(prior, step, area, scales);
        try
        {
            decoder.Pop(symbols, scales);
        }
        catch (VaeCodecException e) when (cutShort && e.Kind == VaeCodecErrorKind.Truncated)
        {
            _ended = true;
            return [];
        }

        _layerBits.Add(ScaleTables.Bits(symbols, scales));
        return symbols;
    }
}
