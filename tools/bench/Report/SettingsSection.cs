using System.Xml.Linq;
using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>All that is needed to repeat the run.</summary>
internal static class SettingsSection
{
    /// <summary>The section.</summary>
    public static XElement Write(BenchResults results) => new("section", new XElement("h2", "Settings and versions"),
        Table(["codec", "version", "encode", "decode", "{q}", "CPU ms on 64 x 64"], 6,
            results.Codecs.Select(c => Row(Words(c.Name), Words(c.Version),
            Words(new XElement("code", c.Encode)), Words(new XElement("code", c.Decode)),
            Words($"{c.SettingName}: {string.Join(", ", c.Settings.Select(s => Number(s, "0.###")))}"),
            Words(c.Name == VaeBenchCodec.Name ? ""
                : $"encode {Number(c.StartEncodeCpuMs, "0.0")}, decode {Number(c.StartDecodeCpuMs, "0.0")}")))),
        new XElement("ul",
            new XElement("li", "bpp: all bytes of the file x 8 / pixels, per image, then the mean."),
            new XElement("li", "PSNR: 10 log₁₀(255² / MSE) over the three 8-bit RGB channels of one image, then the mean of the "
                + "images' PSNRs. PSNR-Y: of the luma 0.299 R + 0.587 G + 0.114 B."),
            new XElement("li", "MS-SSIM: five scales, Gaussian window of 11 with sigma 1.5, per RGB channel, then the mean (as "
                + "pytorch-msssim)."),
            new XElement("li", "SSIMULACRA 2: version 2.1, of 8-bit sRGB. Butteraugli: by butteraugli_main of libjxl at 80 nits, the "
                + "3-norm of its map and the greatest value."),
            new XElement("li", "Every codec gets 8-bit RGB; alpha and metadata are left out and gray is spread over three channels."),
            new XElement("li", $"Machine: {results.Machine.Processor}, {results.Machine.Processors} processors, {results.Machine.System}, "
                + $"{results.Machine.Runtime}. "
                + "Measurements kept by an earlier run of the same versions are used again, times included."),
            new XElement("li", $"Images: {string.Join(", ", results.Images.Select(i => $"{i.Name} ({i.Width} x {i.Height})"))}.")));
}
