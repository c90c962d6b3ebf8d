using System.Globalization;
using System.Text.Json.Serialization;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>decode --json</c> prints.</summary>
internal sealed record DecodeReport(int Width, int Height, double DecodeMs,
    [property: JsonPropertyName("pixels_crc32c")] string PixelsCrc32C,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File)
{
    /// <summary>Collects it; the file is named in batches only.</summary>
    public static DecodeReport From(PixelImage image, TimeSpan time, string? file)
        => new(image.Width, image.Height, time.TotalMilliseconds, Crc32C.Compute(image.Pixels).ToString("x8", CultureInfo.InvariantCulture),
            file);
}
