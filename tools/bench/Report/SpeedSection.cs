using System.Xml.Linq;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>What compression costs in time.</summary>
internal static class SpeedSection
{
    /// <summary>The section; null where nothing can be compared.</summary>
    public static XElement? Write(BenchResults results, IReadOnlyList<Series> series)
    {
        XElement? decode = SpeedPlot.Draw(results, series, "Decoding", s => s.DecodeCpuMsPerMegapixel);
        XElement? encode = SpeedPlot.Draw(results, series, "Encoding", s => s.EncodeCpuMsPerMegapixel);
        return decode is null || encode is null ? null : new XElement("section", new XElement("h2", "Speed against BD-rate"),
            new XElement("p", $"Down and left is better. Each codec at its point nearest to {Number(Showcase.TargetBpp, "0.0")} bits per "
                + "pixel; median of the images; "
                + "processor time, user and system. Peers run as processes, so the time that the same process takes on a picture of 64 x "
                + "64 is taken off; "
                + "their file reading and writing remains. VaeCodec runs as a library, without either. BD-rate over each pair's common "
                + "interval."),
            Element("div", "charts", RateSection.Figure(decode), RateSection.Figure(encode)));
    }
}
