using System.Xml.Linq;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>Crops of every codec at one rate, two of them under a slider.</summary>
internal static class ComparisonSection
{
    /// <summary>The section; null without pictures.</summary>
    public static XElement? Write(BenchResults results, IReadOnlyList<ComparisonPictures> pictures)
    {
        if (pictures.Count == 0)
            return null;
        return new XElement("section", new XElement("h2", "To look at"),
            new XElement("p", $"The images that VaeCodec does worst on first: by its PSNR less the best peer's at the same rate. "
                + $"{(pictures.Count == results.Images.Count ? "All images" : $"{pictures.Count} of {results.Images.Count} images")}; of "
                + "each the part where VaeCodec's error is largest. "
                + "Peers' settings are chosen to meet VaeCodec's rate; SSIM is MS-SSIM. Drag the slider; press a picture to put it on the "
                + "right, press it again to put it on the left."),
            results.Comparisons.Zip(pictures, One));
    }

    private static XElement One(Comparison comparison, ComparisonPictures files)
    {
        (int width, int height) = (comparison.Area.Width, comparison.Area.Height);
        IEnumerable<XElement> shots = [Shot("original", [], files.Original, width, height),
            .. comparison.Pictures.Zip(files.Codecs, (p, f) => Shot(p.Codec, Lines(p), f, width, height))];
        return Element("article", "compare", new XElement("h3", comparison.Image, Element("small", null,
                $" {Number(comparison.LeadDb, "+0.00;−0.00")} dB · crop at {comparison.Area.X}, {comparison.Area.Y}")),
            Element("div", "view", Element("div", "stage", new XAttribute("style", $"aspect-ratio:{width}/{height};--w:{width}px"),
                Element("img", "right", new XAttribute("alt", "right side")), Element("img", "left", new XAttribute("alt", "left side")),
                Element("span", "tag tl", ""), Element("span", "tag tr", ""), Element("div", "bar", ""),
                new XElement("input", new XAttribute("type", "range"), new XAttribute("min", 0), new XAttribute("max", 1000),
                    new XAttribute("value", 500),
                    new XAttribute("aria-label", "position of the border between the two pictures"))),
            Element("div", "shots", shots)));
    }

    private static string[] Lines(ComparedPicture p)
        => [Number(p.Bpp, "0.000") + " bpp", Number(p.PsnrRgbDb, "0.00") + " dB",
            .. p.MsSsim is { } similarity ? ["SSIM " + Number(similarity, "0.0000")] : Array.Empty<string>()];

    private static XElement Shot(string name, string[] numbers, byte[] webp, int width, int height) =>
        Element("button", "shot", new XAttribute("type", "button"),
        new XAttribute("data-name", name), new XElement("img", new XAttribute("alt", name), Attribute("width", width),
            Attribute("height", height),
            new XAttribute("src", "data:image/webp;base64," + Convert.ToBase64String(webp))), Element("b", null, name),
                numbers.Select(n => Element("small", null, n)));
}
