using System.Buffers;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;

namespace VaeCodec.Lossy;

/// <summary>At each latent layer of a decoder: pops the symbols that the prior's scales describe. Layers from <paramref name="layers"/> on
/// stay at the prior's mean. Bits per layer, by the tables, are added up where somebody asks for them.</summary>
internal sealed class LatentLayerDecoder(HvaeEngine engine, WorkTeam team, PictureGrid grid, LatentDecoder? latents, int layers,
    double[]? layerBits, Action<double>? layersDone) : ILatentLayerHandler<Tensor>
{
    /// <summary>Layers that have been decoded to their end.</summary>
    public int WholeLayers { get; private set; }

    /// <summary>Added to the index of every table: who draws pictures wants other deviations than the prior's.</summary>
    public int ScaleShift { get; init; }

    public bool WantsPosterior(HvaeLayerSpec layer) => false;

    public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
    {
        Tensor z = layer.Index < layers && latents is not null ? Pop(latents, layer, prior) : engine.MeanLatents(layer, prior);
        layersDone?.Invoke(layer.Index + prior.Rows.Bottom / (double)prior.Rows.GridHeight);
        return z;
    }

    private Tensor Pop(LatentDecoder decoder, HvaeLayerSpec layer, Tensor prior)
    {
        CodedArea area = grid.Coded(prior.Rows);
        (int first, int count) = area.SymbolsOf(prior.Rows, layer.Latents);
        int[] rentedSymbols = ArrayPool<int>.Shared.Rent(count);
        byte[] rentedScales = ArrayPool<byte>.Shared.Rent(count);
        Memory<int> symbols = rentedSymbols.AsMemory(0, count);
        Memory<byte> scales = rentedScales.AsMemory(0, count);
        using (CodecActivity.Start(CodecActivity.Quantisation))
        {
            LatentStepSize step = engine.Condition.Layers[layer.Index];
            team.ForRows(area.RowsOf(prior.Rows), rows =>
            {
                (int at, int some) = area.SymbolsOf(rows, layer.Latents);
                Span<byte> part = scales.Span.Slice(at - first, some);
                ScaleIndices.Round(prior.View(rows), step, area, part);
                if (ScaleShift != 0)
                    Shift(part);
            });
        }

        using (CodecActivity.Start(CodecActivity.Entropy))
            decoder.Pop(symbols.Span, scales.Span, first);
        if (layerBits is not null)
            layerBits[layer.Index] += ScaleTables.Bits(symbols.Span, scales.Span);
        if (prior.Rows.ReachesEnd)
            WholeLayers++;
        Tensor z = engine.Latents(layer, prior, symbols, area);
        ArrayPool<int>.Shared.Return(rentedSymbols);
        ArrayPool<byte>.Shared.Return(rentedScales);
        return z;
    }

    private void Shift(Span<byte> scales)
    {
        foreach (ref byte scale in scales)
            scale = (byte)Math.Clamp(scale + ScaleShift, 0, ScaleTables.Count - 1);
    }
}
