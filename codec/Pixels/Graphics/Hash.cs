using System.Numerics;

namespace VaeCodec.Pixels.Graphics;

/// <summary>Hashes of contexts: 64 bits, of which the highest are the best.</summary>
internal static class Hash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static ulong Add(ulong hash, uint value) => BitOperations.RotateLeft((hash ^ value) * Multiplier, 31);

    public static ulong Of(uint a, uint b) => Add(Add(1, a), b) * Multiplier;

    public static ulong Of(uint a, uint b, uint c) => Add(Add(Add(2, a), b), c) * Multiplier;

    public static ulong Of(uint a, uint b, uint c, uint d) => Add(Add(Add(Add(3, a), b), c), d) * Multiplier;
}
