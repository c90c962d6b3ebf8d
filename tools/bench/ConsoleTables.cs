using System.Globalization;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench;

/// <summary>The results in short, as text.</summary>
internal static class ConsoleTables
{
    private const int Worst = 3;

    /// <summary>Curves of this run, then VaeCodec's BD-rates and its worst images.</summary>
    public static void Print(BenchResults results, TextWriter output)
    {
        bool butteraugli = results.Curves.Any(c => c.Points.Any(p => p.Butteraugli3 is not null));
        output.WriteLine("codec        setting     bpp  PSNR dB   PSNR-Y  MS-SSIM  SSIMULACRA 2  encode ms  decode ms"
            + (butteraugli ? "  butteraugli 3-norm  max" : ""));
        foreach (Curve curve in results.Curves.Where(c => c.IsMeasured))
        {
            foreach (CurvePoint p in curve.Points)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{curve.Name,-12} {p.Setting,7:0.##} {p.Bpp,7:0.0000} {p.PsnrRgbDb,8:0.000} {p.PsnrYDb,8:0.000}  "
                        + $"{p.MsSsim,7:0.00000} {p.Ssimulacra2,13:0.00} {p.Speed!.EncodeMs,10:0} {p.Speed.DecodeMs,10:0}"
                        + $"{p.Butteraugli3,20:0.000} {p.ButteraugliMax,4:0.0}"
                        ).TrimEnd());
            }
        }

        IReadOnlyList<BdRate> own = [.. results.BdRates.Where(b => b.Codec == results.Curves[0].Name)];
        if (own.Count == 0)
            return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"BD-rate against                  common interval           {BdRate.BandLowDb + "-" + BdRate.BandHighDb + " dB",-25} "
                + $"MS-SSIM  SSIMULACRA 2  butteraugli 3-norm"));
        foreach (BdRate rate in own)
        {
            output.WriteLine($"{rate.Anchor,-32} {Text(rate.Common),-25} {Text(rate.Band),-25} "
                + $"{Short(rate.MsSsim),7}  {Short(rate.Ssimulacra2),12}  {Short(rate.Butteraugli3)}".TrimEnd());
        }

        if (results.ImageBdRates.Count > 0)
            output.WriteLine($"Worst images against {results.Reference}: "
                + $"{string.Join(", ", results.ImageBdRates.Take(Worst).Select(i => $"{i.Image} {Text(i.Delta)}"))}");
    }

    private static string Short(BjontegaardDelta? d)
        => d is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{d.Percent:+0.0;-0.0;0.0} %");

    private static string Text(BjontegaardDelta? d) => d is null ? "no common interval"
        : string.Create(CultureInfo.InvariantCulture, $"{d.Percent:+0.0;-0.0;0.0} % ({d.LowDb:0.00}-{d.HighDb:0.00})");
}
