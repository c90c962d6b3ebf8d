using System.Buffers;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;
using VaeCodec.Refinement;

namespace VaeCodec.Lossy;

/// <summary>At each latent layer of an encoder: chooses integers for the posterior's mean around the prior's. When the last layer has the
/// last of its own, all are coded beside what the network still has to do.</summary>
internal sealed class LatentLayerEncoder(HvaeEngine engine, WorkTeam team, RateCondition condition, PictureGrid grid,
    LatentOffsets? offsets, Action<int>? layerDone) : ILatentLayerHandler<Tensor>
{
    private readonly List<CodedLayer> _layers = [];
    private readonly LatentEncoder _encoder = new();
    private readonly double[] _layerBits = new double[engine.Network.Layers.Count];

    public bool WantsPosterior(HvaeLayerSpec layer) => true;

    public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        CodedArea area = grid.Coded(prior.Rows);
        if (layer.Index == _layers.Count)
            _layers.Add(new(area, layer.Latents, grid.PaddedHeight / prior.Rows.GridHeight));
        (int first, int count) = area.SymbolsOf(prior.Rows, layer.Latents);
        int[] rented = ArrayPool<int>.Shared.Rent(count);
        Memory<int> symbols = rented.AsMemory(0, count);
        using (CodecActivity.Start(CodecActivity.Quantisation))
            team.ForRows(area.RowsOf(prior.Rows), rows => Quantise(layer, prior.View(rows), posterior!, area, symbols.Span, first));
        Tensor z = engine.Latents(layer, prior, symbols, area);
        _layers[layer.Index].Set(first, symbols.Span);
        ArrayPool<int>.Shared.Return(rented);
        layerDone?.Invoke(layer.Index);
        if (layer.Index == _layerBits.Length - 1 && prior.Rows.ReachesEnd)
            Code();
        return z;
    }

    /// <summary>The coded latents and the bits of each layer by the tables; after the pass.</summary>
    public (byte[] Latents, double[] LayerBits) Finish()
    {
        team.FinishBeside();
        return (_encoder.Finish(), _layerBits);
    }

    /// <summary>Where the bits lie; after the pass.</summary>
    public RateMap Map()
    {
        var map = new RateMap();
        _layers.ForEach(layer => layer.AddTo(map));
        return map;
    }

    /// <param name="layer">The layer.</param>
    /// <param name="prior">Its prior, of some rows of a strip.</param>
    /// <param name="posterior">Its posterior.</param>
    /// <param name="area">The part of the grid that is coded.</param>
    /// <param name="stripSymbols">Receives the symbols of the rows among those of the strip.</param>
    /// <param name="stripFirst">The number of the strip's first symbol in the layer.</param>
    private void Quantise(HvaeLayerSpec layer, Tensor prior, Tensor posterior, in CodedArea area, Span<int> stripSymbols, int stripFirst)
    {
        LatentStepSize step = condition.Layers[layer.Index];
        (int first, int count) = area.SymbolsOf(prior.Rows, layer.Latents);
        Span<int> symbols = stripSymbols.Slice(first - stripFirst, count);
        Span<byte> scales = _layers[layer.Index].Scales(first, count);
        float[] rented = ArrayPool<float>.Shared.Rent(count);
        Span<float> deviations = rented.AsSpan(0, count);
        ScaleIndices.Round(prior, step, area, scales);
        LatentDeviations.Of(prior, posterior, step, area, deviations);
        if (offsets is null)
            SymbolChoice.Choose(deviations, scales, layer.Latents, area, prior.Rows, symbols);
        else
            LatentOffsets.Choose(offsets[layer].Slice(first, count), deviations, symbols);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The coder is a stack: the last layer comes first.</summary>
    private void Code()
    {
        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            int index = i;
            team.Beside(CodecActivity.Entropy, () => _layerBits[index] = _layers[index].Push(_encoder));
        }
    }
}
