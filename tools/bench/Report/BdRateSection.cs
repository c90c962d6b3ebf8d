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
        string[] head = ["codec", "source", $"{own} against it", $"over {band}", $"it against {results.Reference}", $"over {band}",
            $"{own} against it by MS-SSIM", "by SSIMULACRA 2", "by butteraugli's 3-norm"];
        ILookup<bool, XElement> lines = series.ToLookup(s => s.Curve.IsMeasured, s => Line(results, s, own));
        return new XElement("section", new XElement("h2", "BD-rate"),
            new XElement("p", "Mean difference of bits at equal PSNR, MS-SSIM (as -10 log10(1 - x)), SSIMULACRA 2 and butteraugli "
                + "distance; negative is fewer bits. PCHIP interpolation of the mean curves' "
                + "log-rate over PSNR, "
                + "never extrapolated. The interval matters: numbers compare down a column only where their intervals are the same."),
            Table(head, 2, lines[true]),
            lines[false].Any() ? new XElement("details", new XElement("summary", $"{lines[false].Count()} curves from files"),
                Table(head, 2, lines[false])) : null);
    }

    private static XElement Line(BenchResults results, Series s, string own)
    {
        string name = s.Curve.Name;
        BdRate? against = Find(own, name), reference = Find(name, results.Reference);
        return Row([Words(Element("span", "key " + s.Colour, Element("i", null, ""), name)), Words(s.Curve.Source),
            .. Cells(against, name == own), .. Cells(reference, name == results.Reference),
            Plain(against?.MsSsim), Plain(against?.Ssimulacra2), Plain(against?.Butteraugli3)]);

        BdRate? Find(string codec, string anchor) => results.BdRates.FirstOrDefault(b => b.Codec == codec && b.Anchor == anchor);
    }

    private static object[] Cells(BdRate? rate, bool same) => rate is null ? [same ? "0" : "", same ? "0" : ""]
        : [Cell(rate.Common, true), Cell(rate.Band, !CoversBand(rate.Band))];

    private static object Plain(BjontegaardDelta? delta) => delta is null ? "" : Element("td", delta.Percent < 0 ? "n good" : "n",
        Percent(delta.Percent));

    /// <summary>The number, and below it the interval unless the column's head has it.</summary>
    private static object Cell(BjontegaardDelta? delta, bool interval) => delta is null ? "no overlap"
        : Element("td", delta.Percent < 0 ? "n good" : "n", Percent(delta.Percent),
        interval ? Element("small", null, $"{Number(delta.LowDb, "0.00")}–{Number(delta.HighDb, "0.00")} dB") : null);

    private static bool CoversBand(BjontegaardDelta? delta) => delta is not null && delta.LowDb <= BdRate.BandLowDb
        && delta.HighDb >= BdRate.BandHighDb;
}
