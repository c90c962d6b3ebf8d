using System.Xml.Linq;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>A frame with two axes as SVG; what is drawn in it comes from its callers. Colours are the page's.</summary>
internal sealed class Chart
{
    /// <summary>Width of every chart in its own units: about the pixels of a wide screen's half.</summary>
    public const double Width = 540;

    /// <summary>Height in the same units.</summary>
    public const double Height = 400;

    /// <summary>Left end of the plot.</summary>
    public const double Left = 52;

    /// <summary>Right end of the plot.</summary>
    public const double Right = Width - 12;

    /// <summary>Upper end of the plot.</summary>
    public const double Top = 14;

    /// <summary>Lower end of the plot.</summary>
    public const double Bottom = Height - 46;

    private readonly XElement _svg;

    /// <summary>Draws grid, numbers and names of the axes.</summary>
    public Chart(string description, Axis x, string nameX, Axis y, string nameY)
        : this(description, y, nameY)
    {
        foreach (double tick in x.Ticks())
        {
            Add(Element("line", "grid", At("x1", x[tick]), At("x2", x[tick]), At("y1", Top), At("y2", Bottom)));
            Add(Element("text", "tick", At("x", x[tick]), At("y", Bottom + 18), new XAttribute("text-anchor", "middle"),
                Number(tick, "0.###")));
        }

        Add(Element("text", "axis", At("x", (Left + Right) / 2), At("y", Height - 8), new XAttribute("text-anchor", "middle"), nameX));
    }

    /// <summary>Draws the vertical axis only.</summary>
    public Chart(string description, Axis y, string nameY)
    {
        _svg = Element("svg", "chart", new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description));
        foreach (double tick in y.Ticks())
        {
            Add(Element("line", "grid", At("x1", Left), At("x2", Right), At("y1", y[tick]), At("y2", y[tick])));
            Add(Element("text", "tick", At("x", Left - 7), At("y", y[tick] + 4), new XAttribute("text-anchor", "end"),
                Number(tick, "0.###")));
        }

        double middle = (Top + Bottom) / 2;
        Add(Element("text", "axis", new XAttribute("text-anchor", "middle"),
            new XAttribute("transform", FormattableString.Invariant($"translate(14 {middle}) rotate(-90)")), nameY));
    }

    /// <summary>The chart as an element of a page.</summary>
    public XElement Svg => _svg;

    /// <summary>Puts an element on top.</summary>
    public void Add(XElement element) => _svg.Add(element);
}
