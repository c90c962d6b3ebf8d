using VaeCodec.Bitstream;
using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>At each latent layer of a decoder: pops the symbols that the prior's scales describe. Layers from <paramref name="layers"/> on
/// stay at the prior's mean. Bits per layer, by the tables, are added up where somebody asks for them.</summary>
internal sealed class DecodingStep(DeterministicEngine engine, PictureGrid grid, LatentDecoder? latents, int layers, double[]? layerBits,
    Action<double>? layersDone) : ILatentStep<Tensor>
{
    private CodedLayer _strip = new([], []);

    /// <summary>Layers that have been decoded to their end.</summary>
    public int WholeLayers { get; private set; }

    public bool WantsPosterior(LatentLayerSpec layer) => false;

    public Tensor Resolve(LatentLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        Tensor z = layer.Index < layers && latents is not null ? Pop(latents, layer, prior) : engine.MeanLatents(layer, prior);
        layersDone?.Invoke(layer.Index + prior.Rows.Bottom / (double)prior.Rows.GridHeight);
        return z;
    }

    private Tensor Pop(LatentDecoder decoder, LatentLayerSpec layer, Tensor prior)
    {
        CodedArea area = grid.Coded(prior.Rows);
        (int first, int count) = area.SymbolsOf(prior.Rows, layer.Latents);
        if (_strip.Symbols.Length < count)
            _strip = new(new int[count], new byte[count]);
        Span<int> symbols = _strip.Symbols.AsSpan(0, count);
        Span<byte> scales = _strip.Scales.AsSpan(0, count);
        LatentQuantiser.ScaleIndices(prior, engine.Condition.Layers[layer.Index], area, scales);
        using (CodecActivity.Start(CodecActivity.Entropy))
            decoder.Pop(symbols, scales, first);
        if (layerBits is not null)
            layerBits[layer.Index] += ScaleTables.Bits(symbols, scales);
        if (prior.Rows.ReachesEnd)
            WholeLayers++;
        return engine.Latents(layer, prior, symbols, area);
    }
}
