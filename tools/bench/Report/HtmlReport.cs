using System.Globalization;
using System.Xml.Linq;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>One HTML file that needs nothing else: styles, script and pictures are inside.</summary>
internal static class HtmlReport
{
    /// <summary>The whole document.</summary>
    /// <param name="results">Every number shown.</param>
    /// <param name="pictures">Every picture shown.</param>
    public static string Write(BenchResults results, ReportPictures pictures)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(pictures);
        IReadOnlyList<Series> series = Series.Of(results);
        var body = new XElement("body", Header(results, series), new XElement("main", RateSection.Write(results, series),
            BdRateSection.Write(results, series),
            SpeedSection.Write(results, series), ComparisonSection.Write(results, pictures.Comparisons),
                LayerSection.Write(results, pictures.Layers),
            NumbersSection.Write(results), SettingsSection.Write(results)));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <link rel="icon" href="data:," />
            <title>{System.Net.WebUtility.HtmlEncode(Title(results))}</title>
            <style>
            {Resources.Read("plot.css")}
            {Resources.Read("report.css")}
            </style>
            </head>
            {body.ToString(SaveOptions.DisableFormatting)}
            <script>
            {Resources.Read("report.js")}
            </script>
            </html>
            """;
    }

    private static string Title(BenchResults results) => $"VaeCodec on {results.Folder}";

    private static XElement Header(BenchResults results, IReadOnlyList<Series> series)
    {
        string own = results.Curves[0].Name;
        IEnumerable<XElement> tiles = results.BdRates.Where(b => b.Codec == own && b.Common is not null)
            .Join(series.Where(s => s.Curve.IsMeasured), b => b.Anchor, s => s.Curve.Name, (b, s) => Element("div", "tile " + s.Colour,
                Element("b", null, Percent(b.Common!.Percent)), Element("span", null, "bits against " + b.Anchor),
                Element("small", null, $"{Number(b.Common.LowDb, "0.0")}–{Number(b.Common.HighDb, "0.0")} dB")));
        return new XElement("header", new XElement("h1", Title(results)),
            new XElement("p", $"{results.Images.Count} image{(results.Images.Count == 1 ? "" : "s")}, "
                + $"{results.Created.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC · {results.Codecs[0].Version} · "
                + $"{results.Machine.Processor}"),
            results.Missing.Select(m => Element("p", "warning",
                $"{m.Codec} was left out: {string.Join(" and ", m.Tools)} not found (package {m.Package}).")),
            Element("div", "tiles", tiles, ""));
    }
}
