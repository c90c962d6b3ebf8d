using System.Buffers.Binary;
using System.Text.Json;

namespace VaeCodec.Models;

/// <summary>What a weight file says of itself at its beginning (FORMAT.md, "Weights").</summary>
internal static class WeightFile
{
    /// <summary>The ending of their names.</summary>
    public const string Extension = ".safetensors";

    /// <summary>Larger files are no models of this codec.</summary>
    public const long MaxBytes = 1L << 28;

    private const int LengthBytes = 8, MaxHeaderBytes = 1 << 22;

    /// <summary>The kind of its model; null where it is no weight file, or of another program's network.</summary>
    /// <param name="stream">The file from its beginning on; its header is read.</param>
    public static ModelKind? KindOf(Stream stream)
    {
        byte[] length = new byte[LengthBytes];
        if (stream.ReadAtLeast(length, LengthBytes, throwOnEndOfStream: false) < LengthBytes
            || BinaryPrimitives.ReadUInt64LittleEndian(length) is not (> 0 and <= MaxHeaderBytes and var bytes))
            return null;
        byte[] header = new byte[bytes];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("__metadata__",
                out JsonElement metadata)
                && metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty("spec", out JsonElement spec)
                    && spec.ValueKind == JsonValueKind.String
                ? ModelKind.OfSpec(spec.GetString()!) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
