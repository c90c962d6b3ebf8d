using VaeCodec.Bitstream.Grid;
using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;

namespace VaeCodec.Refinement;

/// <summary>What is added to the posterior's means before they are rounded, in quantisation steps, for every coded symbol of every
/// layer.</summary>
internal sealed class LatentOffsets
{
    private readonly HvaeNetwork _network;
    private readonly float[][] _values;

    /// <summary>All zero.</summary>
    public LatentOffsets(HvaeNetwork network, PictureGrid grid)
    {
        _network = network;
        Grid = grid;
        _values = [.. network.Layers.Select(layer => new float[Area(layer).Symbols(layer.Latents)])];
    }

    private LatentOffsets(LatentOffsets from)
    {
        _network = from._network;
        Grid = from.Grid;
        _values = [.. from._values.Select(v => v.ToArray())];
    }

    /// <summary>The picture that they belong to.</summary>
    public PictureGrid Grid { get; }

    /// <summary>Those of a layer: rows, positions, channels.</summary>
    public Span<float> this[HvaeLayerSpec layer] => _values[layer.Index];

    /// <summary>The part of a layer's grid that has symbols.</summary>
    public CodedArea Area(HvaeLayerSpec layer) => Grid.Coded(Strip.Whole(Grid.PaddedHeight / _network.StrideOf(layer)));

    /// <summary>The same offsets in memory of their own.</summary>
    public LatentOffsets Copy() => new(this);

    /// <summary>Adds offsets to deviations and rounds to the nearest symbols.</summary>
    public static void Choose(ReadOnlySpan<float> offset, Span<float> deviations, Span<int> symbols)
    {
        for (int i = 0; i < symbols.Length; i++)
            deviations[i] = Math.Clamp(deviations[i] + offset[i], -SymbolGrid.MaxMagnitude, SymbolGrid.MaxMagnitude);
        LatentDeviations.Round(deviations, symbols);
    }

    /// <summary>Copies a rectangle out of the offsets of a part of the picture.</summary>
    /// <param name="part">Offsets of the part.</param>
    /// <param name="top">Row of the part's first pixel in this picture.</param>
    /// <param name="left">Its column.</param>
    /// <param name="inner">The rectangle, in pixels of this picture; its sides lie on the coarsest grid or at the picture's end.</param>
    public void CopyFrom(LatentOffsets part, int top, int left, TileArea inner)
    {
        foreach (HvaeLayerSpec layer in _network.Layers)
        {
            int stride = _network.StrideOf(layer), z = layer.Latents;
            CodedArea to = Area(layer), from = part.Area(layer);
            int x0 = inner.Left / stride, x1 = Math.Min((inner.Right + stride - 1) / stride, to.Width);
            int y1 = Math.Min((inner.Bottom + stride - 1) / stride, to.Height);
            for (int y = inner.Top / stride; y < y1; y++)
            {
                int start = ((y - top / stride) * from.Width + x0 - left / stride) * z;
                part[layer].Slice(start, (x1 - x0) * z).CopyTo(this[layer][((y * to.Width + x0) * z)..]);
            }
        }
    }
}
