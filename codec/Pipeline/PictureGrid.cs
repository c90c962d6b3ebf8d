using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>The sizes that a picture has on its way through the network.</summary>
/// <param name="Width">Of the picture.</param>
/// <param name="Height">Of the picture.</param>
/// <param name="Stride">Pixels per position of the coarsest scale.</param>
internal readonly record struct PictureGrid(int Width, int Height, int Stride)
{
    /// <summary>From this stride on, a last row or column that covers a single line of pixels is not coded: it would cost as much as a full one,
    /// and the layer at 1/8 carries the line nearly as well.</summary>
    private const int CoarseStride = 16;

    public static PictureGrid Of(int width, int height, HvaeSpec spec) => new(width, height, spec.CoarsestStride);

    /// <summary>Width in whole coarsest positions.</summary>
    public int PaddedWidth => (Width + Stride - 1) / Stride * Stride;

    /// <summary>Height in whole coarsest positions.</summary>
    public int PaddedHeight => (Height + Stride - 1) / Stride * Stride;

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
        int sliver = pixels >= CoarseStride ? 1 : 0;
        int positions = Math.Max(1, (side - sliver + pixels - 1) / pixels);
        return (positions, Math.Min(1, (side - (positions - 1) * pixels) / (float)pixels));
    }
}
