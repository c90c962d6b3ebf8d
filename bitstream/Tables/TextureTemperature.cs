using VaeCodec.Bitstream.Grid;

namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// The temperature of sampling: an index i from 0 to 40 stands for 2^(i/8 - 4), 1/16 to 2. At 1 the samples are the mixture's own; below,
/// its components are narrower and the lighter ones lighter still, in integers.
/// </summary>
internal static class TextureTemperature
{
    /// <summary>The highest index.</summary>
    public const byte Highest = 40;

    /// <summary>The lowest temperature.</summary>
    public const double LowestValue = 1.0 / 16;

    /// <summary>The highest temperature.</summary>
    public const double HighestValue = 2;

    // The index of 1.
    private const int One = -ScaleGrid.LowestLog2 * ScaleGrid.PerOctave;
    private const int FractionBits = 32;

    /// <summary>The temperature of an index.</summary>
    public static double Value(byte index) => Math.Pow(2, (index - One) / (double)ScaleGrid.PerOctave);

    /// <summary>The index nearest to a temperature, in octaves.</summary>
    public static byte Nearest(double temperature)
        => (byte)Math.Clamp(Math.Round(One + (ScaleGrid.PerOctave * Math.Log2(temperature)), MidpointRounding.ToEven), 0, Highest);

    /// <summary>A component at a temperature: its scale times that, its attenuation divided by it and rounded down. FORMAT.md,
    /// "Texture".</summary>
    public static MixtureComponent Apply(byte index, MixtureComponent component)
    {
        // 1 / temperature = 2^(4 - index/8)
        ulong inverse = InversePower.Of(index) >> (InversePower.FractionBits - 4 - FractionBits);
        return new(
            (int)Math.Min(PixelGrid.MaxAttenuation, ((ulong)component.Attenuation * inverse) >> FractionBits),
            component.Mean,
            Math.Clamp(component.Scale + index - One, 0, ScaleGrid.Highest));
    }
}
