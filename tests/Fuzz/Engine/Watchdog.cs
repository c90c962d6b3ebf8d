namespace VaeCodec.Fuzz.Engine;

/// <summary>Ends the process when one input does not come to an end, and keeps the input.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Timer _timer;

    public Watchdog(string folder, byte[] input) => _timer = new Timer(_ =>
    {
        Console.Error.WriteLine($"FINDING: no end after {s_patience.TotalSeconds} s: {SeedFolder.Write(folder, input)}");
        Environment.Exit(1);
    }, null, s_patience, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
