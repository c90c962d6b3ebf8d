using System.Xml.Linq;
using VaeCodec.Bench.Report;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Train.Lab;

/// <summary>A named curve.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Points">In the order in which they are joined.</param>
internal sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Curves over an axis.</summary>
internal static class LinePlot
{
    private const int Colours = 8;
    private const double LegendStep = 18, LegendWidth = 150;

    /// <summary>Draws them.</summary>
    /// <param name="lines">One at least, each of one point at least.</param>
    /// <param name="nameX">Of the horizontal axis.</param>
    /// <param name="nameY">Of the vertical axis.</param>
    /// <param name="marked">Points with a ring.</param>
    public static XElement Draw(IReadOnlyList<Line> lines, string nameX, string nameY, IReadOnlyList<(double X, double Y)>? marked = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var x = Axis.Around(lines.SelectMany(l => l.Points.Select(p => p.X)), Chart.Left, Chart.Right, logarithmic: false);
        var y = Axis.Around(lines.SelectMany(l => l.Points.Select(p => p.Y)), Chart.Bottom, Chart.Top, logarithmic: false);
        var chart = new Chart($"{nameY} over {nameX}", x, nameX, y, nameY);
        foreach ((int i, Line line) in lines.Index())
        {
            double at = Chart.Top + LegendStep * (i + 1);
            chart.Add(Element("g", $"c{i % Colours}",
                Element("polyline", "line", new XAttribute("points", string.Join(' ',
                    line.Points.Select(p => FormattableString.Invariant($"{x[p.X]:0.#},{y[p.Y]:0.#}"))))),
                Element("circle", "dot", At("cx", Chart.Right - LegendWidth), At("cy", at - 4), At("r", 4)),
                Element("text", "label", At("x", Chart.Right - LegendWidth + 10), At("y", at), line.Name)));
        }

        foreach ((double atX, double atY) in marked ?? [])
            chart.Add(Element("g", "anchor", Element("circle", "line", At("cx", x[atX]), At("cy", y[atY]), At("r", 6))));
        return chart.Svg;
    }
}
