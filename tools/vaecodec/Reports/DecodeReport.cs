using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>decode --json</c> prints. The checksum is that of the pixels that the file decoded to, whatever the output could hold
/// of them.</summary>
internal sealed record DecodeReport(string File, string Output, string Status, int Width, int Height, double DecodeMs,
    [property: JsonPropertyName("pixels_crc32c")] string PixelsCrc32C, string? Model, IReadOnlyList<string> Warnings)
{
    /// <summary>Collects it, as JSON.</summary>
    public static string ToJson(Job job, PixelImage image, ModelId? model, TimeSpan time, IReadOnlyList<string> warnings)
        => JsonSerializer.Serialize(new(Printable.Name(job.Input.Name), Printable.Name(job.Output.Name), UndoneReport.Ok, image.Width,
            image.Height, time.TotalMilliseconds, Crc32C.Compute(image.Pixels).ToString("x8", CultureInfo.InvariantCulture),
            model?.ToString(), warnings), ReportContext.Default.DecodeReport);
}
