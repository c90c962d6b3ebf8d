using System.Xml.Linq;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>Plots as SVG files of their own, for a README, light and dark.</summary>
internal static class StandalonePlot
{
    /// <summary>The PSNR plot: measured curves with a legend.</summary>
    public static string Write(BenchResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        IReadOnlyList<Series> series = [.. Series.Of(results).Where(s => s.Curve.IsMeasured)];
        XElement svg = RatePlot.Psnr(series);
        for (int i = 0; i < series.Count; i++)
        {
            double y = Chart.Top + 18 + i * 18;
            svg.Add(Element("g", series[i].Colour, Element("circle", "dot", At("cx", Chart.Left + 14), At("cy", y - 4), At("r", 4)),
                Element("text", "label", At("x", Chart.Left + 24), At("y", y), series[i].Curve.Name)));
        }

        return SvgFile.Write(svg);
    }
}
