using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>The sizes that a picture has on its way through the network.</summary>
/// <param name="Width">Of the picture.</param>
/// <param name="Height">Of the picture.</param>
/// <param name="Stride">Pixels per position of the coarsest scale.</param>
internal readonly record struct PictureGrid(int Width, int Height, int Stride)
{
    public static PictureGrid Of(int width, int height, HvaeSpec spec) => new(width, height, spec.CoarsestStride);

    /// <summary>Width in whole coarsest positions.</summary>
    public int PaddedWidth => (Width + Stride - 1) / Stride * Stride;

    /// <summary>Height in whole coarsest positions.</summary>
    public int PaddedHeight => (Height + Stride - 1) / Stride * Stride;

    /// <summary>Positions of a layer that touch the picture; only these are coded, so that padding costs next to nothing.</summary>
    /// <param name="layerHeight">Rows of the layer's padded grid.</param>
    public (int Height, int Width) Coded(int layerHeight)
    {
        int pixels = PaddedHeight / layerHeight;
        return ((Height + pixels - 1) / pixels, (Width + pixels - 1) / pixels);
    }
}
