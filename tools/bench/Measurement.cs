using System.Text.Json.Serialization;

namespace VaeCodec.Bench;

/// <summary>One image at one quality: a whole file written, read back and compared.</summary>
public sealed record Measurement
{
    /// <summary>File name of the image.</summary>
    [JsonPropertyName("image")] public required string Image { get; init; }

    /// <summary>Quality setting.</summary>
    [JsonPropertyName("quality")] public required double Quality { get; init; }

    /// <summary>Length of the file.</summary>
    [JsonPropertyName("bytes")] public required int Bytes { get; init; }

    /// <summary>Bits per pixel.</summary>
    [JsonPropertyName("bpp")] public required double Bpp { get; init; }

    /// <summary>PSNR over RGB in dB, of the decoded file.</summary>
    [JsonPropertyName("psnr")] public required double Psnr { get; init; }

    /// <summary>The model's estimate of the latents' bits, over the bits of the whole file.</summary>
    [JsonPropertyName("estimated_bits")] public required double EstimatedBits { get; init; }

    /// <summary>Bits per latent layer.</summary>
    [JsonPropertyName("layer_bits")] public required IReadOnlyList<double> LayerBits { get; init; }

    /// <summary>Encoder's own milliseconds.</summary>
    [JsonPropertyName("encode_ms")] public required double EncodeMs { get; init; }

    /// <summary>Decoder's own milliseconds.</summary>
    [JsonPropertyName("decode_ms")] public required double DecodeMs { get; init; }

    /// <summary>True when the decoder gave the encoder's reconstruction.</summary>
    [JsonPropertyName("exact")] public required bool Exact { get; init; }
}
