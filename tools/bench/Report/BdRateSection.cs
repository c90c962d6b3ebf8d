using System.Xml.Linq;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>BD-rates with their intervals.</summary>
internal static class BdRateSection
{
    /// <summary>The section; null where there is only one curve.</summary>
    public static XElement? Write(BenchResults results, IReadOnlyList<Series> series)
    {
        if (series.Count < 2)
            return null;
        string own = series[0].Curve.Name;
        string band = $"{Number(BdRate.BandLowDb, "0.0")}–{Number(BdRate.BandHighDb, "0.0")} dB";
        object[] head = ["codec", "source", $"{own} against it", "over dB", $"over {band}", $"it against {results.Reference}", "over dB", $"over {band}"];
        return new XElement("section", new XElement("h2", "BD-rate"),
            new XElement("p", "Mean difference of bits at equal PSNR; negative is fewer bits. PCHIP interpolation of the mean curves' log-rate over PSNR, "
                + "never extrapolated. The interval matters: numbers compare down a column only where their intervals are the same."),
            Table(head, series.OrderBy(s => !s.Curve.IsMeasured).Select(s => Line(results, s, own))));
    }

    private static XElement Line(BenchResults results, Series s, string own)
    {
        string name = s.Curve.Name;
        BdRate? against = Find(own, name), reference = Find(name, results.Reference);
        return Row([Words(Element("span", "key " + s.Colour, Element("i", null, ""), name)), Words(s.Curve.Source), .. Cells(against, name == own), .. Cells(reference, name == results.Reference)]);

        BdRate? Find(string codec, string anchor) => results.BdRates.FirstOrDefault(b => b.Codec == codec && b.Anchor == anchor);
    }

    private static object[] Cells(BdRate? rate, bool same) => rate is null ? [same ? "0" : "", "", same ? "0" : ""]
        : [Value(rate.Common), rate.Common is { } c ? $"{Number(c.LowDb, "0.00")}–{Number(c.HighDb, "0.00")}" : "", Band(rate.Band)];

    private static object Value(BjontegaardDelta? delta) => delta is null ? "no overlap" : Element("td", delta.Percent < 0 ? "n good" : "n", Percent(delta.Percent));

    /// <summary>Where the curves do not cover the band, the part that they cover is said.</summary>
    private static object Band(BjontegaardDelta? delta)
    {
        if (delta is null)
            return "no overlap";
        bool whole = delta.LowDb <= BdRate.BandLowDb && delta.HighDb >= BdRate.BandHighDb;
        string part = whole ? "" : $" ({Number(delta.LowDb, "0.0")}–{Number(delta.HighDb, "0.0")})";
        return Element("td", delta.Percent < 0 ? "n good" : "n", Percent(delta.Percent) + part);
    }
}
