namespace VaeCodec.Bitstream.Grid;

/// <summary>
/// The grid that the widths of all distributions lie on, eighths of an octave: index i stands for 2^(i/8) times the lowest width of its
/// kind. Tables of latents and components of a pixel's mixture begin at <see cref="LowestLog2"/>. FORMAT.md, "Tables" and "Pixel
/// frequencies"; ARCHIVE.md, "Latents".
/// </summary>
internal static class ScaleGrid
{
    /// <summary>log2 <see cref="PerOctave"/>.</summary>
    public const int Log2PerOctave = 3;

    /// <summary>Indices from a width to its double.</summary>
    public const int PerOctave = 1 << Log2PerOctave;

    /// <summary>Octaves from the lowest width to the highest.</summary>
    public const int Octaves = 10;

    /// <summary>The highest index; the lowest is 0.</summary>
    public const int Highest = Octaves * PerOctave;

    /// <summary>log2 of the width of index 0, in quantisation steps of a latent or in gray levels of a pixel.</summary>
    public const int LowestLog2 = -4;

    /// <summary>log2 of the width of <see cref="Highest"/>, in the same units.</summary>
    public const int HighestLog2 = LowestLog2 + Octaves;
}
