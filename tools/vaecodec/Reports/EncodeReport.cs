using System.Text.Json.Serialization;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>encode --json</c> prints. Quality is null where β or a target was given; PSNR (dB) is null where the picture is exact.
/// Colour bytes: of a gray picture, what the same takes as RGB. In a lossless file the quality is that of the lossy picture in it, and the
/// bits of the exact pixels come on top of the layers'.</summary>
internal sealed record EncodeReport(int Width, int Height, int Bytes, double Bpp, double? Psnr, double? Quality, IReadOnlyList<double> Beta,
    IReadOnlyList<double> LayerBits, double EncodeMs, string Model,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ColourBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PixelBits)
{
    /// <summary>Collects it; the file is named in batches only.</summary>
    public static EncodeReport From(EncodedImage encoded, EncoderOptions options, TimeSpan time, string? file)
        => new(encoded.Width, encoded.Height, encoded.Bytes.Length, encoded.BitsPerPixel,
            double.IsFinite(encoded.Psnr) ? encoded.Psnr : null,
            options.Mode.Rate.AsQuality, encoded.Beta, encoded.LayerBits, time.TotalMilliseconds, encoded.Model.ToString(), file,
            encoded.ColourBytes, options.Mode.IsLossless ? encoded.PixelBits : null);
}
