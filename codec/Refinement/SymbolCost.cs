using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Refinement;

/// <summary>Bits of a symbol by the coder's own tables, and how they change.</summary>
internal static class SymbolCost
{
    private const int Width = 64;
    private static readonly float[] s_bits = [.. Enumerable.Range(0, ScaleTables.Count * Width)
        .Select(i => (float)ScaleTables.Bits(i / Width, i % Width))];

    /// <summary>Bits of a symbol at a scale index.</summary>
    public static float Bits(int scale, int symbol)
    {
        int magnitude = Math.Abs(symbol);
        return magnitude < Width ? s_bits[scale * Width + magnitude]
            : (float)ScaleTables.Bits(scale, Math.Min(magnitude, SymbolGrid.MaxMagnitude));
    }

    /// <summary>Bits from the integer below a deviation to the one above it.</summary>
    public static float Slope(int scale, float deviation)
    {
        int below = (int)MathF.Floor(deviation);
        return Bits(scale, below + 1) - Bits(scale, below);
    }

    /// <summary>Bits per octave of sigma, by the neighbouring tables; zero at either end, where sigma is held.</summary>
    public static float PerOctave(int scale, int symbol)
        => scale is 0 or ScaleTables.Count - 1 ? 0 : (Bits(scale + 1, symbol) - Bits(scale - 1, symbol))
            * (0.5f * ScaleGrid.PerOctave);
}
