using System.Globalization;
using VaeCodec.Bench.Metrics;
using VaeCodec.Inference.Work;
using VaeCodec.Train.Race;

namespace VaeCodec.Bench.Speed;

/// <summary>The breakdown as text.</summary>
internal static class BreakdownTable
{
    /// <summary>Peak, network, then a row for each stage of encoding and decoding.</summary>
    public static void Print(TextWriter output, BreakdownResult result)
    {
        Line(output, $"{result.Images} images, quality {result.Quality}, {result.Threads} threads; medians");
        Line(output, $"kernel peak    {result.PeakOneThread:0.0} GMAC/s on 1 thread, {result.Peak:0.0} on {result.Threads}; ",
            $"{result.PeakPerProcessorSecond:0.0} per processor second");
        Line(output, $"network        {result.Cost.EncoderPerPixel / 1e3:0.00} kMAC/pixel encoder (it decodes, too), ",
            $"{result.Cost.DecoderPerPixel / 1e3:0.00} decoder; of them made {result.Cost.EncoderMadePerPixel / 1e3:0.00}, ",
            $"{result.Cost.DecoderMadePerPixel / 1e3:0.00}");
        Print(output, "encode", result.Encode, result);
        Print(output, "decode", result.Decode, result);
    }

    /// <summary>The same network by libtorch.</summary>
    public static void Print(TextWriter output, RaceTimes race, string image)
    {
        Line(output, $"network alone on {image}, fp32, in turn    engine ms   libtorch ms   libtorch / engine");
        Row("encoder", Median.Of(race.EngineEncode), Median.Of(race.TorchEncode));
        Row("decoder", Median.Of(race.EngineDecode), Median.Of(race.TorchDecode));

        void Row(string pass, double engine, double torch) => Line(output,
            $"  {pass}  {engine,40:0.0} {torch,13:0.0} {torch / engine,19:0.00}");
    }

    private static void Print(TextWriter output, string title, PassTimes times, BreakdownResult result)
    {
        Line(output, $"{title,-18}      ms   share     GMAC   GMAC/s  of peak");
        foreach ((string stage, StageCost cost) in times.Stages)
            Row(output, "  " + stage, cost, times, result);
        double rest = times.Milliseconds - times.Stages.Where(s => !s.Stage.EndsWith(CodecActivity.BesideSuffix, StringComparison.Ordinal))
            .Sum(s => s.Cost.Milliseconds);
        Row(output, "  rest", new(rest, 0), times, result);
        Row(output, "  whole", new(times.Milliseconds, times.Multiplies), times, result);
        double perProcessorSecond = times.Multiplies / times.ProcessorMilliseconds / 1e6;
        Line(output, $"  whole, processor {times.ProcessorMilliseconds,7:0.0}         {times.Multiplies / 1e9,8:0.000} ",
            $"{perProcessorSecond,8:0.0} {perProcessorSecond / result.PeakPerProcessorSecond,8:0%}");
        Line(output, $"  whole, 1 thread  {times.OneThreadMilliseconds,7:0.0}         {result.Threads} threads are ",
            $"{times.OneThreadMilliseconds / times.Milliseconds:0.00} times as fast");
    }

    private static void Row(TextWriter output, string name, StageCost cost, PassTimes times, BreakdownResult result)
    {
        double rate = cost.Multiplies / cost.Milliseconds / 1e6;
        string network = cost.Multiplies == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $" {cost.Multiplies / 1e9,8:0.000} {rate,8:0.0} {rate / result.Peak,8:0%}");
        Line(output, $"{name,-18} {cost.Milliseconds,7:0.0} {cost.Milliseconds / times.Milliseconds,7:0.0%}{network}");
    }

    private static void Line(TextWriter output, params FormattableString[] parts)
    {
        foreach (FormattableString part in parts)
            output.Write(part.ToString(CultureInfo.InvariantCulture));
        output.WriteLine();
    }
}
