using System.Xml.Linq;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>Processor time against BD-rate, one point per measured codec: down and left is better.</summary>
internal static class SpeedPlot
{
    /// <summary>A chart of decoding or encoding; null where no two codecs can be compared.</summary>
    public static XElement? Draw(BenchResults results,
        IReadOnlyList<Series> series, string work, Func<SpeedSummary, double> cpuMsPerMegapixel)
    {
        List<(Series Series, double X, double Y)> points = [];
        foreach (Series s in series.Where(s => s.Curve.IsMeasured))
        {
            if (RateOf(results, s.Curve.Name) is { } rate && s.Curve.Points.MinBy(p =>
                Math.Abs(Math.Log(p.Bpp / Showcase.TargetBpp)))?.Speed is { } speed)
                points.Add((s, cpuMsPerMegapixel(speed), rate));
        }

        if (points.Count < 2)
            return null;
        var x = Axis.Around([.. points.Select(p => p.X / 1.3), .. points.Select(p => p.X * 1.3)], Chart.Left, Chart.Right,
            logarithmic: true);
        var y = Axis.Around(points.Select(p => p.Y), Chart.Bottom, Chart.Top, logarithmic: false);
        var chart = new Chart($"{work} time against BD-rate", x, $"{work}: CPU ms per megapixel (logarithmic)", y,
            $"BD-rate against {results.Reference}, %");
        foreach ((Series s, double cpu, double rate) in points)
        {
            bool left = x[cpu] > (Chart.Left + Chart.Right) * 0.6;
            chart.Add(Element("g", $"series {s.Colour}",
                Element("circle", "dot", At("cx", x[cpu]), At("cy", y[rate]), At("r", 6),
                    new XElement("title", $"{s.Curve.Name}: {Number(cpu, "0.0")} ms/MP, {Percent(rate)}")),
                Element("text", "label", At("x", x[cpu] + (left ? -10 : 10)), At("y", y[rate] + 4),
                    new XAttribute("text-anchor", left ? "end" : "start"), s.Curve.Name)));
        }

        return chart.Svg;
    }

    private static double? RateOf(BenchResults results, string codec) => codec == results.Reference ? 0
        : results.BdRates.FirstOrDefault(b => b.Codec == codec && b.Anchor == results.Reference)?.Common?.Percent;
}
