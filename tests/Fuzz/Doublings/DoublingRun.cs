using System.Globalization;
using VaeCodec.Fuzz.Coverage;
using VaeCodec.Fuzz.Engine;

namespace VaeCodec.Fuzz.Doublings;

/// <summary>Measures how costs grow with the size of hostile inputs: basic blocks that run and bytes that are allocated, which are the same
/// in every run, and processor time.</summary>
internal static class DoublingRun
{
    /// <summary>Prints a line for each kind; returns how many grow too fast.</summary>
    public static int Run(TextWriter log)
    {
        log.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"kind",-28} {"sizes",-12} growth of blocks, bytes and seconds over {Doubling.Times} doublings (all, and the worst of one)"));
        return HostileDoublings.All.Count(doubling => !Measure(doubling, log));
    }

    private static bool Measure(Doubling doubling, TextWriter log)
    {
        doubling.Prepare(doubling.First)(); // what is made once
        (long Blocks, long Bytes, double Seconds)[] costs = [.. Enumerable.Range(0, Doubling.Times + 1).Select(i
            => Cost(doubling.Prepare(doubling.First << i)))];
        (double blocks, double worstBlocks) = Growth([.. costs.Select(cost => (double)cost.Blocks)]);
        (double bytes, double worstBytes) = Growth([.. costs.Select(cost => (double)cost.Bytes)]);
        bool holds = worstBlocks <= Doubling.MostGrowth && worstBytes <= Doubling.MostGrowth;
        string sizes = string.Create(CultureInfo.InvariantCulture, $"{doubling.First}..{doubling.First << Doubling.Times}");
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{doubling.Name,-28} {sizes,-12} blocks {blocks:f1} ({worstBlocks:f2})  "
            + $"bytes {bytes:f1} ({worstBytes:f2})  seconds {costs[^1].Seconds / Math.Max(1e-3, costs[0].Seconds):f1} "
            + $"({costs[^1].Seconds:f3} s)  {(holds ? "ok" : "TOO FAST")}"));
        return holds;
    }

    private static (long Blocks, long Bytes, double Seconds) Cost(Action read)
    {
        long blocks = EdgeCounters.Total, bytes = GC.GetAllocatedBytesForCurrentThread();
        double seconds = ThreadClock.Seconds;
        read();
        return (EdgeCounters.Total - blocks, GC.GetAllocatedBytesForCurrentThread() - bytes, ThreadClock.Seconds - seconds);
    }

    /// <summary>From the first to the last, and the most from one to the next.</summary>
    private static (double All, double Worst) Growth(double[] costs)
        => (costs[^1] / Math.Max(1, costs[0]), costs.Skip(1).Zip(costs, (next, cost) => next / Math.Max(1, cost)).Max());
}
