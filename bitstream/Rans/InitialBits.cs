namespace VaeCodec.Bitstream.Rans;

/// <summary>
/// Random words for the bottom of a bits-back stack, on which the first latents are drawn (Townsend, Bird and Barber 2019,
/// arXiv:1901.04866, section 2.3): the upper halves of SplitMix64's numbers (Steele, Lea and Flood 2014), from a state of 0. Whoever
/// decodes the stack to its bottom finds the same words there.
/// </summary>
internal sealed class InitialBits
{
    private ulong _state;

    /// <summary>Words taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>The next word.</summary>
    public uint Next()
    {
        Taken++;
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (uint)((z ^ (z >> 31)) >> 32);
    }
}
