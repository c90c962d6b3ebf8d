using System.Diagnostics;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Bench.Speed;

/// <summary>The most multiplications per second that the engine's kernels reach here: convolutions whose data stay in the first-level
/// cache, one on each thread, nothing shared.</summary>
internal static class PeakRate
{
    /// <summary>Channels in, few enough that weights and inputs fit a first-level cache of 32 KB.</summary>
    private const int Inputs = 128;
    private const int Positions = 24;

    /// <summary>GMAC/s, and GMAC per second of processor time, of so many threads for so long. The best instruction set counts.</summary>
    public static (double PerSecond, double PerProcessorSecond) Measure(int threads, TimeSpan duration)
    {
        (double PerSecond, double PerProcessorSecond) best = default;
        foreach (InstructionSet set in InstructionSets.Supported.Where(set => set != InstructionSet.Scalar))
        {
            (double PerSecond, double PerProcessorSecond) rate = Measure(set, threads, duration);
            best = (Math.Max(best.PerSecond, rate.PerSecond), Math.Max(best.PerProcessorSecond, rate.PerProcessorSecond));
        }

        return best;
    }

    private static (double PerSecond, double PerProcessorSecond) Measure(InstructionSet set, int threads, TimeSpan duration)
    {
        var multiplies = new long[threads];
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => multiplies[i] = Run(set, start, duration)))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        double giga = multiplies.Sum() * 1e-9;
        return (giga / Stopwatch.GetElapsedTime(start).TotalSeconds, giga / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private static long Run(InstructionSet set, long start, TimeSpan duration)
    {
        const int Batch = 200;
        var spec = new ConvolutionSpec("peak", Inputs, PackedConvolution.PanelWidth);
        var pool = new TensorPool();
        var runner = new ConvolutionRunner(pool, set, new(new() { Threads = 1 }));
        var weights = new PackedConvolution(spec, new float[spec.In * spec.Out], new float[spec.Out]);
        Tensor x = pool.Rent(Strip.Whole(1), Positions, spec.In), y = pool.Rent(Strip.Whole(1), Positions, spec.Out);
        long done = 0;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            for (int i = 0; i < Batch; i++)
                runner.Run<Linear>(weights, x, null, y);
            done += Batch * Positions * spec.MultipliesPerPosition;
        }

        return done;
    }
}
