using System.Xml.Linq;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>Where VaeCodec's bits go, and what each layer adds.</summary>
internal static class LayerSection
{
    /// <summary>The section.</summary>
    public static XElement Write(BenchResults results, IReadOnlyList<byte[]> pictures)
    {
        Curve curve = results.Curves[0];
        return new XElement("section", new XElement("h2", "Bits per latent layer"),
            new XElement("p", "VaeCodec's bits by the model's own estimate, mean over the images, for each quality."),
            LayerPlot.Legend(curve.Points[0].LayerBpp!.Count),
            Element("div", "charts", RateSection.Figure(LayerPlot.Bits(curve)), RateSection.Figure(LayerPlot.Shares(curve))),
            results.Progression is { } progression ? Strip(progression, pictures) : null);
    }

    private static XElement[] Strip(Progression progression, IReadOnlyList<byte[]> pictures) =>
    [
        new XElement("h3", $"{progression.Image} layer by layer", Element("small", null,
            $" quality {Number(progression.Quality, "0.##")}")),
        new XElement("p", "The same file decoded from its first layers only; the others stay at the mean that the model expects. No layer "
            + "at all is the network's idea of a picture."),
        Element("div", "shots strip", progression.Steps.Zip(pictures, (step, jpeg) => Element("figure", "shot",
            new XElement("img", new XAttribute("alt", $"{step.Layers} layers"), new XAttribute("loading", "lazy"),
                new XAttribute("src", "data:image/jpeg;base64," + Convert.ToBase64String(jpeg))),
            Element("b", null, step.Layers == 1 ? "1 layer" : $"{step.Layers} layers"),
            Element("small", null, $"{Number(step.Bits / 8192, "0.0")} KiB, {Number(step.PsnrRgbDb, "0.00")} dB")))),
    ];
}
