namespace VaeCodec.Train.Data;

/// <summary>Random numbers that are a function of (seed, stream, index) alone: the state of a training run's randomness is its step number,
/// and nothing else has to be saved. SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators").</summary>
internal sealed class CounterRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Starts the sequence of one index of one stream.</summary>
    public CounterRandom(ulong seed, Stream stream, long index) => _state = Key(seed, stream, index);

    /// <summary>What the numbers are for.</summary>
    public enum Stream
    {
        /// <summary>Initial parameters.</summary>
        Weights,

        /// <summary>Crops and rate multipliers of a training batch.</summary>
        Batch,

        /// <summary>Crops that the KLT start is fitted to.</summary>
        Klt,

        /// <summary>Noise on the latents.</summary>
        Noise,

        /// <summary>Rendered pictures.</summary>
        Graphics,

        /// <summary>How the pictures of a pixel network are scaled and weathered.</summary>
        PixelPictures,

        /// <summary>How those that it does not train on are weathered.</summary>
        HeldOut,

        /// <summary>Pictures by which averaged weights take their statistics.</summary>
        Statistics,

        /// <summary>Crops and rates that preview heads are fitted to.</summary>
        Preview,
    }

    /// <summary>A 64-bit key of (seed, stream, index).</summary>
    public static ulong Key(ulong seed, Stream stream, long index)
        => Mix(Mix(Mix(seed + Increment) + (ulong)stream) + (ulong)index);

    /// <summary>An output of the generator that starts from 0, by its number.</summary>
    public static ulong SplitMix(ulong number) => Mix((number + 1) * Increment);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0..count - 1.</summary>
    public int NextInt(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Standard normal (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private ulong Next() => Mix(_state += Increment);
}
