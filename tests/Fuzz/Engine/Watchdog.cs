using System.Diagnostics;

namespace VaeCodec.Fuzz.Engine;

/// <summary>Ends the process when one input does not come to an end, and keeps the input. A process that gets little of a processor has
/// longer.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1), s_mostWaiting = TimeSpan.FromHours(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Timer _timer;

    public Watchdog(string folder, byte[] input)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        _timer = new Timer(_ =>
        {
            if (Environment.CpuUsage.TotalTime - start < s_patience && _clock.Elapsed < s_mostWaiting)
                return;
            Console.Error.WriteLine($"FINDING: no end after {s_patience.TotalSeconds} s: {SeedFolder.Write(folder, input)}");
            Environment.Exit(1);
        }, null, s_patience, s_patience);
    }

    public void Dispose() => _timer.Dispose();
}
