using System.Xml.Linq;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>The curves, with a button for each.</summary>
internal static class RateSection
{
    /// <summary>The section.</summary>
    public static XElement Write(BenchResults results, IReadOnlyList<Series> series)
    {
        bool anchors = series.Any(s => !s.Curve.IsMeasured);
        return new XElement("section", new XElement("h2", "Rate and distortion"),
            new XElement("p", "Up and left is better. Means over the images; bits are those of whole files. Press a name to show or hide "
                + "its curve.",
                anchors ? " Thin curves were not measured in this run but read from files; they are comparable where those were made on "
                    + "the same images." : ""),
            Element("div", "pills", series.Where(s => s.Curve.IsMeasured).Select(Pill)),
            Element("div", "charts", Figure(RatePlot.Psnr(series)), RatePlot.MsSsim(series) is { } similarity ? Figure(similarity) : null,
                RatePlot.Ssimulacra2(series) is { } score ? Figure(score) : null),
            anchors ? Element("div", "pills more", series.Where(s => !s.Curve.IsMeasured).Select(Pill)) : null);
    }

    /// <summary>A chart in its box.</summary>
    public static XElement Figure(XElement chart) => new("figure", chart);

    private static XElement Pill(Series s) => Element("button", "pill " + s.Colour, new XAttribute("type", "button"),
        Attribute("data-series", s.Index),
        new XAttribute("aria-pressed", s.Shown ? "true" : "false"), Element("i", null, ""), s.Curve.Name);
}
