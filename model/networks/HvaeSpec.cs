using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeCodec.Networks;

/// <summary>The sizes that define a hierarchical VAE; stored as JSON in the weight file's metadata under <c>spec</c>.</summary>
public sealed record HvaeSpec
{
    private static readonly JsonSerializerOptions s_strict = new() { RespectNullableAnnotations = true };

    /// <summary>As many as the container's rate multipliers can be told apart for.</summary>
    private const int MaxLayers = 64;

    /// <summary>The range of the coder's tables (bitstream/FORMAT.md, "Tables"); no other has been defined.</summary>
    private const double LowestLog2Scale = -4, HighestLog2Scale = 6;

    /// <summary>Far below the grid of <see cref="RateMultiplier"/>; steps stay in range.</summary>
    private const double LeastBeta = 1.0 / (1 << 24);

    /// <summary>Name of the architecture.</summary>
    [JsonPropertyName("name")] public required string Name { get; init; }

    /// <summary>Channels at 1/4, 1/8, ... of the picture, finest first.</summary>
    [JsonPropertyName("widths")] public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>Bottom-up blocks per scale, finest first.</summary>
    [JsonPropertyName("analysis_blocks")] public required IReadOnlyList<int> AnalysisBlocks { get; init; }

    /// <summary>Channels of the latent layers per scale, coarsest scale first; the finest scale of <see cref="Widths"/> has none.</summary>
    [JsonPropertyName("latents")] public required IReadOnlyList<IReadOnlyList<int>> Latents { get; init; }

    /// <summary>Blocks at the finest scale after the last latent.</summary>
    [JsonPropertyName("synthesis_blocks")] public required int SynthesisBlocks { get; init; }

    /// <summary>Size of the rate embedding.</summary>
    [JsonPropertyName("embedding")] public required int Embedding { get; init; }

    /// <summary>Range of log2(sigma / step) of the priors.</summary>
    [JsonPropertyName("log2_scale")] public required IReadOnlyList<double> Log2Scale { get; init; }

    /// <summary>Trained range of beta, in mean squared error (pixels in [0, 1]) per bit per pixel.</summary>
    [JsonPropertyName("beta_range")] public required IReadOnlyList<double> BetaRange { get; init; }

    /// <summary>Number of scales.</summary>
    [JsonIgnore] public int Scales => Widths.Count;

    /// <summary>Number of latent layers.</summary>
    [JsonIgnore] public int Layers => Latents.Sum(group => group.Count);

    /// <summary>Pixels per position of the coarsest scale; pictures are padded to multiples of it.</summary>
    [JsonIgnore] public int CoarsestStride => 4 << (Scales - 1);

    /// <summary>The spec as the weight file stores it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads and checks a spec; throws <see cref="InvalidDataException"/> on one that no network can have.</summary>
    public static HvaeSpec Parse(string json)
    {
        HvaeSpec spec;
        try
        {
            spec = JsonSerializer.Deserialize<HvaeSpec>(json, s_strict) ?? throw new InvalidDataException("the network spec is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the network spec is not valid JSON: {e.Message}", e);
        }

        spec.Check();
        return spec;
    }

    private void Check()
    {
        bool sound = Scales is >= 2 and <= 8
            && AnalysisBlocks.Count == Scales
            && Latents.Count == Scales - 1
            && Widths.All(w => w is > 0 and <= 4096 && w % 32 == 0)
            && Latents.All(group => group is { Count: > 0 } && group.All(z => z is > 0 and <= 4096))
            && Layers <= MaxLayers
            && AnalysisBlocks.All(n => n is >= 0 and <= 64)
            && SynthesisBlocks is >= 0 and <= 64
            && Embedding is > 0 and <= 4096
            && Log2Scale is [LowestLog2Scale, HighestLog2Scale]
            && BetaRange.Count == 2 && BetaRange[0] >= LeastBeta && BetaRange[1] <= 1 / LeastBeta && BetaRange[1] >= 2 * BetaRange[0];
        if (!sound)
            throw new InvalidDataException($"the network spec '{Name}' has sizes that do not fit together");
    }
}
