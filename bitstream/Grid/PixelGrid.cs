namespace VaeCodec.Bitstream.Grid;

/// <summary>The integers that stand for what is believed of a pixel: FORMAT.md, "Pixel frequencies". Widths are on the
/// <see cref="ScaleGrid"/>.</summary>
internal static class PixelGrid
{
    /// <summary>Units of a mean in a gray level.</summary>
    public const int MeanUnits = 64;

    /// <summary>The lowest mean, -64 gray levels.</summary>
    public const int MinMean = -64 * MeanUnits;

    /// <summary>The highest mean, 320 gray levels.</summary>
    public const int MaxMean = 320 * MeanUnits;

    /// <summary>The largest attenuation, 15 octaves: no component weighs less than 2^-15 of the heaviest.</summary>
    public const int MaxAttenuation = 15 * ScaleGrid.PerOctave;
}
