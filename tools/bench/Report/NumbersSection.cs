using System.Xml.Linq;
using VaeCodec.Bench.Results;
using static VaeCodec.Bench.Report.Markup;

namespace VaeCodec.Bench.Report;

/// <summary>The measured curves as numbers.</summary>
internal static class NumbersSection
{
    private static readonly string[] s_imageHead = ["image", "quality", "bytes", "bpp", "PSNR dB", "PSNR-Y dB", "MS-SSIM", "SSIMULACRA 2",
        "butteraugli 3-norm", "max", "encode ms", "decode ms"];
    private static readonly string[] s_head = ["codec", "setting", "bpp", "PSNR dB", "PSNR-Y dB", "MS-SSIM", "SSIMULACRA 2",
        "butteraugli 3-norm", "max", "encode ms", "CPU ms", "decode ms", "CPU ms", "file / estimate", "exact"];

    /// <summary>The section, folded.</summary>
    public static XElement Write(BenchResults results) => new("section", new XElement("h2", "Numbers"),
        new XElement("p", "Means over the images; times are medians for one image, of a whole process for peers. File / estimate: "
            + "VaeCodec's files over what its model estimates. "
            + "Exact: decoded pictures that are what the encoder promised."),
        new XElement("details", new XElement("summary", "Every measured point"),
            Table(s_head, 1, results.Curves.Where(c => c.IsMeasured).SelectMany(c => c.Points.Select(p => Line(results, c, p))))),
        new XElement("details", new XElement("summary", "Every image by VaeCodec, lowest PSNR first"),
            Table(s_imageHead, 1, results.Measurements.Where(m => m.Codec == results.Curves[0].Name).OrderBy(m => m.Setting)
                .ThenBy(m => m.PsnrRgbDb).Select(ImageLine))));

    private static XElement ImageLine(Measurement m) => Row(Words(m.Image), Number(m.Setting, "0.###"), Number(m.Bytes, "0"),
        Number(m.Bpp, "0.0000"), Number(m.PsnrRgbDb, "0.000"),
        Number(m.PsnrYDb, "0.000"), Number(m.MsSsim, "0.00000"), Number(m.Ssimulacra2, "0.00"),
        Number(m.Butteraugli3, "0.000"), Number(m.ButteraugliMax, "0.0"),
        Number(m.EncodeMs, "0.0"), Number(m.DecodeMs, "0.0"));

    private static XElement Line(BenchResults results, Curve curve, CurvePoint p)
    {
        List<bool> exact = [.. results.Measurements.Where(m => m.Codec == curve.Name && m.Setting == p.Setting && m.Exact is not null)
            .Select(m => m.Exact!.Value)];
        return Row(Words(curve.Name), Number(p.Setting, "0.###"), Number(p.Bpp, "0.0000"), Number(p.PsnrRgbDb, "0.000"),
            Number(p.PsnrYDb, "0.000"), Number(p.MsSsim, "0.00000"), Number(p.Ssimulacra2, "0.00"),
            Number(p.Butteraugli3, "0.000"), Number(p.ButteraugliMax, "0.0"),
            Number(p.Speed?.EncodeMs, "0.0"), Number(p.Speed?.EncodeCpuMs, "0.0"), Number(p.Speed?.DecodeMs, "0.0"),
                Number(p.Speed?.DecodeCpuMs, "0.0"),
            Number(p.FileOverEstimate, "0.0000"), exact.Count == 0 ? "" : $"{exact.Count(e => e)}/{exact.Count}");
    }
}
