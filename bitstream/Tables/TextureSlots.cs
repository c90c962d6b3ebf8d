using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// Random slots of [0, 65536) without the outermost on either side. SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom
/// number generators"), whose n-th number follows from seed and n alone, so that no order of sampling shows. FORMAT.md, "Texture".
/// </summary>
/// <param name="seed">Of the generator.</param>
internal readonly struct TextureSlots(uint seed)
{
    /// <summary>Slots that are left out at either end: tails of the mixture, and the least frequencies that every value has.</summary>
    public const uint Tail = 768;

    private const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>The slot of number n, counted from 0.</summary>
    public uint this[long n]
    {
        get
        {
            ulong z = unchecked(seed + (((ulong)n + 1) * Gamma));
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
            z ^= z >> 31;
            return Tail + (uint)(((z >> 32) * (RansState.Total - (2 * Tail))) >> 32);
        }
    }
}
