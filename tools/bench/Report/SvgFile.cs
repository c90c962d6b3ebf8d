using System.Xml.Linq;

namespace VaeCodec.Bench.Report;

/// <summary>A chart as an SVG file of its own, light and dark.</summary>
internal static class SvgFile
{
    /// <summary>The file's text.</summary>
    public static string Write(XElement svg)
    {
        ArgumentNullException.ThrowIfNull(svg);
        svg.AddFirst(new XElement("style", Resources.Read("plot.css")
            + "svg { background: var(--page); font-family: system-ui, sans-serif; }\n"));
        XNamespace names = "http://www.w3.org/2000/svg";
        foreach (XElement element in svg.DescendantsAndSelf())
            element.Name = names + element.Name.LocalName;
        return svg + "\n";
    }
}
