using System.Globalization;
using VaeCodec.Fuzz.Targets;
using VaeCodec.Inference.Simd;

namespace VaeCodec.Fuzz.Engine;

/// <summary>What small inputs may cost, whatever is in them. Targets limit the declared picture to a few thousand pixels, so that these are
/// bounds beyond it: of processor time of a thread, and of what it allocates, managed memory in all and the engine's at its most. What
/// libvips allocates is not seen.</summary>
internal sealed class CostOracle
{
    /// <summary>The most seconds of processor time.</summary>
    public const double MostSeconds = 2;

    /// <summary>The most bytes.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>The most that any input has taken.</summary>
    public (double Seconds, long Bytes) Most { get; private set; }

    /// <summary>Runs an input and returns what came of it. One that takes too long runs again: code may not have been compiled
    /// yet.</summary>
    /// <param name="run">Runs it, and says what came of it.</param>
    /// <exception cref="BrokenPromiseException">It costs too much, or what came of it is not allowed.</exception>
    public string Run(Func<string> run)
    {
        (string outcome, double seconds, long bytes) = Measure(run);
        if (seconds > MostSeconds)
            seconds = Math.Min(seconds, Measure(run).Seconds);
        Most = (Math.Max(Most.Seconds, seconds), Math.Max(Most.Bytes, bytes));
        return seconds <= MostSeconds && bytes <= MostBytes ? outcome : throw new BrokenPromiseException(
            string.Create(CultureInfo.InvariantCulture, $"{seconds:f1} s of processor time, {bytes >> 20} MiB"));
    }

    private static (string Outcome, double Seconds, long Bytes) Measure(Func<string> run)
    {
        double start = ThreadClock.Seconds;
        long managed = GC.GetAllocatedBytesForCurrentThread();
        AlignedBuffer.BeginMeasure();
        string outcome = run();
        return (outcome, ThreadClock.Seconds - start,
            GC.GetAllocatedBytesForCurrentThread() - managed + AlignedBuffer.Measured);
    }
}
