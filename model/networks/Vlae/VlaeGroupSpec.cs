using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Vlae;

/// <summary>A group of a <see cref="VlaeSpec"/>'s latents, which are drawn together. Layers are as in <see cref="VlaeSpec.Encoder"/>, all
/// at one position.</summary>
internal sealed record VlaeGroupSpec
{
    /// <summary>Latents of the group.</summary>
    [JsonPropertyName("latents")] public required int Latents { get; init; }

    /// <summary>Layers to the posterior's means and log2 scales, from the encoder's output and the groups above (or, with inference
    /// upwards, from the group below; the last one, from the encoder's output). None where the encoder's output is the posterior.</summary>
    [JsonPropertyName("posterior")] public IReadOnlyList<IReadOnlyList<int>> Posterior { get; init => field = value ?? []; } = [];

    /// <summary>Layers to the prior's means and log2 scales, from the groups above (or, with inference upwards, from the one above), then,
    /// if autoregressive, from the group's own latents that are known, 0 for the others. None where the prior is the logistic distribution
    /// of mean 0 and scale 1.</summary>
    [JsonPropertyName("prior")] public IReadOnlyList<IReadOnlyList<int>> Prior { get; init => field = value ?? []; } = [];

    /// <summary>Whether a latent's prior depends on those before it in the group: an autoregressive flow (Chen et al. 2017,
    /// arXiv:1611.02731, section 3.2).</summary>
    [JsonPropertyName("autoregressive")] public bool IsAutoregressive { get; init; }

    /// <summary>Whether the posterior is the precision-weighted mean of what <see cref="Posterior"/> makes and the prior (Ladder VAE:
    /// Sønderby et al. 2016, arXiv:1602.02282, the precision-weighted combination).</summary>
    [JsonPropertyName("ladder")] public bool IsLadder { get; init; }
}
