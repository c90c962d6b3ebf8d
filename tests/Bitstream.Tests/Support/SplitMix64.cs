namespace VaeCodec.Bitstream.Tests.Support;

/// <summary>Steele, Lea and Flood 2014: a generator whose numbers no runtime version can change, so that vectors can name a seed.</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    internal int Below(int bound) => (int)(Next() % (uint)bound);

    internal byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)Next())];
}
