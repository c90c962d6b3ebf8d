using System.Xml.Linq;
using VaeCodec.Bench.Report;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Surface;

/// <summary>The surface as a mesh over both rates, PSNR written at its nodes; a line is one multiplier of one group.</summary>
internal static class SurfacePlot
{
    /// <summary>A file of its own.</summary>
    public static string Write(RateSurface surface)
    {
        var x = Axis.Around(surface.Points.Select(p => p.CoarseBpp), Chart.Left, Chart.Right, logarithmic: true);
        var y = Axis.Around(surface.Points.Select(p => p.FineBpp), Chart.Bottom, Chart.Top, logarithmic: true);
        var chart = new Chart($"PSNR over the rates of the first {surface.CoarseLayers} layers and of the others", x,
            $"bits per pixel of the first {surface.CoarseLayers} layers (logarithmic)", y, "bits per pixel of the others (logarithmic)");
        Mesh(p => p.CoarseQuality, "c1");
        Mesh(p => p.FineQuality, "c4");
        foreach (SurfacePoint p in surface.Points)
        {
            string at = $"{Number(p.CoarseBpp, "0.000")} + {Number(p.FineBpp, "0.000")} bpp, {Number(p.PsnrRgbDb, "0.00")} dB";
            chart.Add(Element("g", p.CoarseQuality == p.FineQuality ? "c0" : "c1",
                Element("circle", "dot", At("cx", x[p.CoarseBpp]), At("cy", y[p.FineBpp]), At("r", 3),
                new XElement("title", at)), Element("text", "number", At("x", x[p.CoarseBpp] + 4), At("y", y[p.FineBpp] - 4),
                    Number(p.PsnrRgbDb, "0.0"))));
        }

        return SvgFile.Write(chart.Svg);

        // Lines along which one group's multiplier is the same.
        void Mesh(Func<SurfacePoint, double> same, string colour)
        {
            foreach (IGrouping<double, SurfacePoint> line in surface.Points.GroupBy(same))
            {
                string points = string.Join(' ', line.Select(p => FormattableString.Invariant($"{x[p.CoarseBpp]:0.#},{y[p.FineBpp]:0.#}")));
                chart.Add(Element("g", colour, Element("polyline", "mesh", new XAttribute("points", points))));
            }
        }
    }
}
