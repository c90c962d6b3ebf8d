using System.Xml.Linq;
using VaeCodec.Bench.Report;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Train.Lab;

/// <summary>Shares of a whole over an axis, stacked.</summary>
internal static class SharePlot
{
    private const int Colours = 8;
    private const double Whole = 100;

    /// <summary>Draws them.</summary>
    /// <param name="points">Positions, rising, with the parts of each, from below; two points at least.</param>
    /// <param name="names">Of the parts.</param>
    /// <param name="nameX">Of the horizontal axis.</param>
    /// <param name="nameY">Of the vertical axis, percent.</param>
    public static XElement Draw(IReadOnlyList<(double X, IReadOnlyList<double> Parts)> points, IReadOnlyList<string> names, string nameX,
        string nameY)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(names);
        var x = new Axis(points[0].X, points[^1].X, Chart.Left, Chart.Right, Logarithmic: false);
        var y = new Axis(0, Whole, Chart.Bottom, Chart.Top, Logarithmic: false);
        var chart = new Chart($"{nameY} over {nameX}", x, nameX, y, nameY);
        double[] below = new double[points.Count];
        foreach ((int part, string name) in names.Index())
        {
            double[] above = [.. points.Select((p, i) => below[i] + Whole * p.Parts[part] / p.Parts.Sum())];
            IEnumerable<string> edge = Edge(above).Concat(Edge(below).Reverse());
            chart.Add(Element("g", $"c{part % Colours}", Element("polygon", "dot", new XAttribute("points", string.Join(' ', edge)),
                new XElement("title", name))));
            double middle = (above[^1] + below[^1]) / 2;
            chart.Add(Element("text", "label", At("x", Chart.Right - 4), At("y", y[middle] + 4), new XAttribute("text-anchor", "end"),
                name));
            below = above;
        }

        return chart.Svg;

        IEnumerable<string> Edge(double[] heights)
            => heights.Select((h, i) => FormattableString.Invariant($"{x[points[i].X]:0.#},{y[h]:0.#}"));
    }
}
