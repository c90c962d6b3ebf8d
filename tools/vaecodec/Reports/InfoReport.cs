using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>info</c> prints. One β stands for all layers; layer bits are null where the file's model is not at hand, and the model
/// is null where the file needs none.</summary>
internal sealed record InfoReport(string File, string Status, int Version, int Width, int Height, int Channels, string? Model,
    IReadOnlyList<double> Beta, IReadOnlyList<double>? LayerBits, long LatentBytes, long FileBytes, double Bpp,
    [property: JsonPropertyName("pixels_crc32c")] string PixelsCrc32C, IReadOnlyList<VaeChunkInfo> Chunks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PixelBits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VaeTextureInfo? Texture)
{
    /// <summary>Collects it.</summary>
    public static InfoReport From(string file, VaeImageInfo info, IReadOnlyList<double>? layerBits)
        => new(Printable.Name(file), UndoneReport.Ok, info.Version, info.Width, info.Height, info.Channels,
            info.Model?.ToString(), info.Beta, layerBits, info.LatentBytes!.Value, info.FileBytes!.Value,
            info.FileBytes.Value * 8.0 / ((double)info.Width * info.Height), info.PixelsCrc32C.ToString("x8", CultureInfo.InvariantCulture),
                info.Chunks, 8L * info.PixelBytes, info.Texture);

    /// <summary>The same for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.AppendLine(culture, $"{InputFile.Display(File)}: .vaec version {Version}, {Width} x {Height}, {Channels} channels");
        if (Model is not null)
            text.AppendLine(culture, $"model      {Model}{(LayerBits is null ? " (not at hand, so the layers' bits are not known)" : "")}");
        text.AppendLine(culture, $"size       {FileBytes} bytes, {Bpp:F4} bpp, {LatentBytes} bytes of "
            + $"latents{(PixelBits is null ? "" : $", {PixelBits / 8} bytes of exact pixels (lossless)")}");
        text.AppendLine(culture, $"checksum   pixels {PixelsCrc32C}");
        if (Texture is not null)
            text.AppendLine(culture, $"texture    temperature {Texture.Temperature:0.###}, seed {Texture.Seed}");
        foreach (VaeChunkInfo chunk in Chunks)
            text.AppendLine(culture, $"chunk      {chunk.Name} (type {chunk.Type}), {chunk.Bytes} bytes");
        text.Append(Model is null ? "layers     none: exact pixels without a network" : "layer            beta        bits");
        for (int layer = 0; layer < (LayerBits ?? Beta).Count; layer++)
        {
            string bits = LayerBits is null ? "-" : LayerBits[layer].ToString("F1", culture);
            text.AppendLine().Append(culture, $"{layer + 1,5}  {Beta[Math.Min(layer, Beta.Count - 1)],14:G6}  {bits,10}");
        }

        return text.ToString();
    }
}
