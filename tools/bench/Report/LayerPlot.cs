using System.Xml.Linq;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>Bits of each latent layer as stacked bars, one bar per quality.</summary>
internal static class LayerPlot
{
    /// <summary>Shares of the rate: a bar's parts add up to 100 %, so that low rates can be read too.</summary>
    public static XElement Shares(Curve curve) => Draw(curve, "share of the file's bits, %", p => p.LayerBpp!.Select(b => b / p.Bpp * 100));

    /// <summary>Bits per pixel.</summary>
    public static XElement Bits(Curve curve) => Draw(curve, "bits per pixel", p => p.LayerBpp!);

    /// <summary>Names of the colours, coarsest layer first.</summary>
    public static XElement Legend(int layers) => Element("div", "pills", Enumerable.Range(0, layers)
        .Select(l => Element("span", "key", Element("i", $"l{l % 10}", ""), l == 0 ? "layer 1 (coarsest)" : $"layer {l + 1}")));

    private static XElement Draw(Curve curve, string name, Func<CurvePoint, IEnumerable<double>> parts)
    {
        var y = new Axis(0, curve.Points.Max(p => parts(p).Sum()) * 1.03, Chart.Bottom, Chart.Top, Logarithmic: false);
        var chart = new Chart("Bits per latent layer: " + name, y, name);
        double slot = (Chart.Right - Chart.Left) / curve.Points.Count;
        for (int i = 0; i < curve.Points.Count; i++)
        {
            CurvePoint point = curve.Points[i];
            double sum = 0, left = Chart.Left + slot * (i + 0.14);
            foreach ((int layer, double part) in parts(point).Index())
            {
                chart.Add(Element("rect", $"l{layer % 10}", At("x", left), At("width", slot * 0.72), At("y", y[sum + part]),
                    At("height", y[sum] - y[sum + part]),
                    new XElement("title", $"quality {Number(point.Setting, "0.##")}, layer {layer + 1}: "
                        + $"{Number(point.LayerBpp![layer], "0.0000")} bpp, "
                        + $"{Number(point.LayerBpp[layer] / point.Bpp * 100, "0.0")} % of the file")));
                sum += part;
            }

            chart.Add(Element("text", "tick", At("x", left + slot * 0.36), At("y", Chart.Bottom + 18),
                new XAttribute("text-anchor", "middle"), "q " + Number(point.Setting, "0.##")));
            chart.Add(Element("text", "tick", At("x", left + slot * 0.36), At("y", Chart.Bottom + 34),
                new XAttribute("text-anchor", "middle"), Number(point.Bpp, "0.00") + " bpp"));
        }

        return chart.Svg;
    }
}
