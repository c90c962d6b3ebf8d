using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Picture;

/// <summary>The sizes that a picture has on its way through the network.</summary>
/// <param name="Width">Of the part of the picture that is coded: all of it, or all but a last line.</param>
/// <param name="Height">The same.</param>
/// <param name="Stride">Pixels per position of the coarsest scale.</param>
internal readonly record struct PictureGrid(int Width, int Height, int Stride)
{
    /// <summary>The sizes of a picture.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="spec">The network.</param>
    /// <param name="lastLines">Last lines that are coded; where a side has one that is not, the grid ends before it.</param>
    public static PictureGrid Of(int width, int height, HvaeSpec spec, LastLines lastLines)
    {
        LastLines repeated = VaecHeader.LastLinesOf(width, height) & ~lastLines;
        return new(repeated.HasFlag(LastLines.Column) ? width - 1 : width, repeated.HasFlag(LastLines.Row) ? height - 1 : height,
            spec.CoarsestStride);
    }

    /// <summary>The sizes of the picture of a file.</summary>
    public static PictureGrid Of(VaecHeader header, HvaeSpec spec) => Of(header.Width, header.Height, spec, header.CodedLastLines);

    /// <summary>Width in whole coarsest positions.</summary>
    public int PaddedWidth => (Width + Stride - 1) / Stride * Stride;

    /// <summary>Height in whole coarsest positions.</summary>
    public int PaddedHeight => (Height + Stride - 1) / Stride * Stride;

    /// <summary>The same of a picture that is smaller by a factor.</summary>
    public PictureGrid Reduced(int factor)
        => new(PictureReduction.Side(Width, factor), PictureReduction.Side(Height, factor), Stride / factor);

    /// <summary>The part of a layer's grid that touches the picture; only this is coded, padding repeats its edge.</summary>
    /// <param name="rows">A strip of the layer's padded grid.</param>
    public CodedArea Coded(in Strip rows)
    {
        int pixels = PaddedHeight / rows.GridHeight;
        (int height, float lastRow) = Cover(Height, pixels);
        (int width, float lastColumn) = Cover(Width, pixels);
        return new(height, width, lastRow, lastColumn);
    }

    private static (int Positions, float LastCovered) Cover(int side, int pixels)
    {
        int positions = (side + pixels - 1) / pixels;
        return (positions, (side - (positions - 1) * pixels) / (float)pixels);
    }
}
