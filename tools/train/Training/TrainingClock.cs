using System.Diagnostics;

namespace VaeCodec.Train.Training;

/// <summary>Seconds since its making: of the wall clock, or of the processor time of all threads.</summary>
/// <param name="kind"><see cref="Wall"/> or <see cref="Processor"/>.</param>
internal sealed class TrainingClock(string kind)
{
    /// <summary>Time as it passes.</summary>
    public const string Wall = "wall";

    /// <summary>Time that this process was running.</summary>
    public const string Processor = "processor";

    private readonly TimeSpan _usedBefore = Environment.CpuUsage.TotalTime;
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Seconds so far.</summary>
    public double Seconds => (kind == Wall ? Stopwatch.GetElapsedTime(_began) : Environment.CpuUsage.TotalTime - _usedBefore).TotalSeconds;
}
