using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>encode --json</c> prints. Quality is null where β or a target was given; PSNR (dB) is null where the picture is exact.
/// Colour bytes: of a gray picture, what the same takes as RGB. In a lossless file the quality is that of the lossy picture in it, and the
/// bits of the exact pixels come on top of the layers'. Exact share: of a lossy picture's pixels, if some come back exactly.</summary>
internal sealed record EncodeReport(string File, string Output, string Status, int Width, int Height, int Bytes, double Bpp, double? Psnr,
    string Mode, double? Quality, IReadOnlyList<double> Beta, IReadOnlyList<double> LayerBits, double EncodeMs, string? Model,
    IReadOnlyList<string> Warnings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ColourBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PixelBits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double ExactShare)
{
    /// <summary>Collects it, as JSON.</summary>
    public static string ToJson(Job job, EncodedImage encoded, Mode mode, TimeSpan time, IReadOnlyList<string> warnings)
        => JsonSerializer.Serialize(new(Printable.Name(job.Input.Name), Printable.Name(job.Output.Name), UndoneReport.Ok, encoded.Width,
            encoded.Height, encoded.Bytes.Length, encoded.BitsPerPixel, double.IsFinite(encoded.Psnr) ? encoded.Psnr : null,
            encoded.IsPlain && !mode.IsLossless ? "exact" : NameOf(mode),
            mode.Rate.AsQuality, encoded.Beta, encoded.LayerBits, time.TotalMilliseconds, encoded.Model?.ToString(), warnings,
            encoded.ColourBytes, mode.IsLossless || encoded.IsPlain ? encoded.PixelBits : null, encoded.ExactShare),
            ReportContext.Default.EncodeReport);

    private static string NameOf(Mode mode) => mode.IsLossless ? "lossless" : mode.HasTexture ? "texture" : "lossy";
}
