using System.Xml.Linq;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>Rate-distortion curves over the logarithm of the rate.</summary>
internal static class RatePlot
{
    /// <summary>PSNR over bpp.</summary>
    public static XElement Psnr(IReadOnlyList<Series> series) =>
        Draw(series, "PSNR (RGB), dB", p => p.PsnrRgbDb, p => Number(p.PsnrRgbDb, "0.00") + " dB");

    /// <summary>MS-SSIM over bpp, as -10 log10(1 - MS-SSIM) so that good pictures do not crowd; null where nothing has it.</summary>
    public static XElement? MsSsim(IReadOnlyList<Series> series) => series[0].Curve.Points.All(p => p.MsSsim is < 1)
        ? Draw(series, "MS-SSIM, dB: −10 log₁₀(1 − MS-SSIM)", p => p.MsSsim is { } m and < 1 ? -10 * Math.Log10(1 - m) : null,
            p => Number(p.MsSsim, "0.0000"))
        : null;

    /// <summary>SSIMULACRA 2 over bpp; null where nothing has it.</summary>
    public static XElement? Ssimulacra2(IReadOnlyList<Series> series) => series[0].Curve.Points.All(p => p.Ssimulacra2 is not null)
        ? Draw(series, "SSIMULACRA 2", p => p.Ssimulacra2, p => Number(p.Ssimulacra2, "0.0"))
        : null;

    private static XElement Draw(IReadOnlyList<Series> series, string name, Func<CurvePoint, double?> value, Func<CurvePoint, string> text)
    {
        List<CurvePoint> own = [.. series.Where(s => s.Curve.IsMeasured).SelectMany(s => s.Curve.Points).Where(p => value(p) is not null)];
        var x = Axis.Around(own.Select(p => p.Bpp), Chart.Left, Chart.Right, logarithmic: true);
        var y = Axis.Around(own.Select(p => value(p)!.Value), Chart.Bottom, Chart.Top, logarithmic: false);
        var chart = new Chart(name + " over bits per pixel", x, "bits per pixel (logarithmic)", y, name);
        string clip = "plot" + name[0];
        chart.Add(new XElement("clipPath", new XAttribute("id", clip), new XElement("rect", At("x", Chart.Left), At("y", Chart.Top),
            At("width", Chart.Right - Chart.Left), At("height", Chart.Bottom - Chart.Top))));
        foreach (Series s in series.Reverse())
        {
            List<(CurvePoint Point, double X, double Y)> points = [.. s.Curve.Points.Where(p => value(p) is not null)
                .Select(p => (p, x[p.Bpp], y[value(p)!.Value]))];
            if (points.Count == 0)
                continue;
            var group = Element("g", $"series {s.Colour}{(s.Shown ? "" : " off")}", Attribute("data-series", s.Index),
                new XAttribute("clip-path", $"url(#{clip})"),
                Element("polyline", "line", new XAttribute("points", string.Join(' ',
                    points.Select(p => FormattableString.Invariant($"{p.X:0.#},{p.Y:0.#}"))))));
            foreach ((CurvePoint point, double atX, double atY) in points)
            {
                group.Add(Element("circle", "dot", At("cx", atX), At("cy", atY), At("r", s.Curve.IsMeasured ? 3.2 : 2),
                    new XElement("title",
                    $"{s.Curve.Name}{(point.Setting is { } q ? $" at {Number(q, "0.###")}" : "")}: {Number(point.Bpp, "0.000")} bpp, "
                        + $"{text(point)}")));
            }

            chart.Add(group);
        }

        return chart.Svg;
    }
}
