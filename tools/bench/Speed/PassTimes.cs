using System.Diagnostics;
using VaeCodec.Bench.Metrics;

namespace VaeCodec.Bench.Speed;

/// <summary>What encoding or decoding one image took: medians over the rounds.</summary>
/// <param name="Milliseconds">Wall time with all threads.</param>
/// <param name="ProcessorMilliseconds">Processor time with all threads.</param>
/// <param name="OneThreadMilliseconds">Wall time with one thread.</param>
/// <param name="Stages">Wall time with all threads, by stage.</param>
internal sealed record PassTimes(double Milliseconds, double ProcessorMilliseconds, double OneThreadMilliseconds,
    IReadOnlyList<(string Stage, StageCost Cost)> Stages)
{
    /// <summary>Multiplications of the network.</summary>
    public long Multiplies => Stages.Sum(s => s.Cost.Multiplies);

    /// <summary>Measures some work, once before it counts.</summary>
    public static PassTimes Measure(StageClock clock, int rounds, Action work, Action workOnOneThread)
    {
        work();
        workOnOneThread();
        List<double> wall = [], processor = [], one = [];
        List<IReadOnlyList<(string Stage, StageCost Cost)>> stages = [];
        for (int i = 0; i < rounds; i++)
        {
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            wall.Add(Time(() => stages.Add(clock.Measure(work))));
            processor.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
            one.Add(Time(workOnOneThread));
        }

        return new(Median.Of(wall), Median.Of(processor), Median.Of(one), Middle(stages));
    }

    /// <summary>The medians of several images' times, in their common stages.</summary>
    public static PassTimes Middle(IReadOnlyList<PassTimes> images) => new(Median.Of(images.Select(i => i.Milliseconds)),
        Median.Of(images.Select(i => i.ProcessorMilliseconds)), Median.Of(images.Select(i => i.OneThreadMilliseconds)),
            Middle([.. images.Select(i => i.Stages)]));

    private static IReadOnlyList<(string, StageCost)> Middle(List<IReadOnlyList<(string Stage, StageCost Cost)>> runs) =>
        [.. runs[0].Select(first =>
    {
        StageCost[] all = [.. runs.Select(run => run.FirstOrDefault(s => s.Stage == first.Stage).Cost)];
        return (first.Stage, new StageCost(Median.Of(all.Select(c => c.Milliseconds)),
            (long)Median.Of(all.Select(c => (double)c.Multiplies))));
    })];

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
