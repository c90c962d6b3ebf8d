using System.Diagnostics;
using System.Globalization;

namespace VaeCodec.Fuzz.Engine;

/// <summary>Processor time of the calling thread, which other work on the machine does not lengthen; where the system does not tell it,
/// time that has passed.</summary>
internal static class ThreadClock
{
    private const string Schedule = "/proc/thread-self/schedstat"; // nanoseconds on a processor, waiting for one, and how often

    private static readonly bool s_isTold = File.Exists(Schedule);

    /// <summary>Seconds since some moment, to a few milliseconds.</summary>
    public static double Seconds => s_isTold
        ? double.Parse(File.ReadAllText(Schedule).Split(' ')[0], CultureInfo.InvariantCulture) / 1e9
        : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
}
