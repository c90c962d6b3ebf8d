using System.Text.Json.Serialization;
using System.Text.Json;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>The sizes that define a hierarchical VAE; stored as JSON in the weight file's metadata under <c>spec</c>.</summary>
internal sealed record HvaeSpec
{
    /// <summary>As many as the container's rate multipliers can be told apart for.</summary>
    private const int MaxLayers = 64;

    /// <summary>An encoder that works in strips has so many rows of a state at hand that a posterior of two blocks can lag behind it, and
    /// no more.</summary>
    public const int MostExtraPosteriorBlocks = 1;

    /// <summary>Far below the grid of <see cref="RateMultiplier"/>; steps stay in range.</summary>
    private const double LeastBeta = 1.0 / (1 << 24);

    /// <summary>Name of the architecture.</summary>
    [JsonPropertyName(Keys.Name)] public required string Name { get; init; }

    /// <summary>Channels at 1/4, 1/8, ... of the picture, finest first.</summary>
    [JsonPropertyName(Keys.Widths)] public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>Bottom-up blocks per scale, finest first.</summary>
    [JsonPropertyName(Keys.AnalysisBlocks)] public required IReadOnlyList<int> AnalysisBlocks { get; init; }

    /// <summary>Channels of the latent layers per scale, coarsest scale first; the finest scale of <see cref="Widths"/> has none.</summary>
    [JsonPropertyName(Keys.Latents)] public required IReadOnlyList<IReadOnlyList<int>> Latents { get; init; }

    /// <summary>Blocks at the finest scale after the last latent.</summary>
    [JsonPropertyName(Keys.SynthesisBlocks)] public required int SynthesisBlocks { get; init; }

    /// <summary>Size of the rate embedding.</summary>
    [JsonPropertyName(Keys.Embedding)] public required int Embedding { get; init; }

    /// <summary>Range of log2(sigma / step) of the priors.</summary>
    [JsonPropertyName(Keys.Log2Scale)] public required IReadOnlyList<double> Log2Scale { get; init; }

    /// <summary>Trained range of beta, in mean squared error (pixels in [0, 1]) per bit per pixel.</summary>
    [JsonPropertyName(Keys.BetaRange)] public required IReadOnlyList<double> BetaRange { get; init; }

    /// <summary>Octaves that the betas of two layers may lie apart, as far as training has shown such splits to the network.</summary>
    [JsonPropertyName(Keys.BetaSplit), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double BetaSplit { get; init; }

    /// <summary>Whether 3x3 convolutions are computed as F(2x2, 3x3); see <see cref="ConvolutionSpec"/>. Which it is belongs to the model:
    /// a file is decoded as it was encoded.</summary>
    [JsonPropertyName(Keys.Winograd), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool Winograd { get; init; }

    /// <summary>Blocks of a posterior beyond its first; they cost encoding only. What was written before there was a choice has
    /// none.</summary>
    [JsonPropertyName(Keys.ExtraPosteriorBlocks), JsonIgnore(Condition =
        JsonIgnoreCondition.WhenWritingDefault)]
    public int ExtraPosteriorBlocks { get; init; }

    /// <summary>Whether the rates shift what goes into a block's leaky ReLU, beside scaling what its second convolution gives; see
    /// <see cref="HvaeBlockSpec"/>.</summary>
    [JsonPropertyName(Keys.FilmShift), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool FilmShift { get; init; }

    /// <summary>Number of scales.</summary>
    [JsonIgnore] public int Scales => Widths.Count;

    /// <summary>Number of latent layers.</summary>
    [JsonIgnore] public int Layers => Latents.Sum(group => group.Count);

    /// <summary>Pixels per position of the coarsest scale; pictures are padded to multiples of it.</summary>
    [JsonIgnore] public int CoarsestStride => 4 << (Scales - 1);

    /// <summary>The spec as the weight file stores it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HvaeSpecContext.Default.HvaeSpec);

    /// <summary>Reads and checks a spec; throws <see cref="InvalidDataException"/> on one that no network can have.</summary>
    public static HvaeSpec Parse(string json)
    {
        HvaeSpec spec;
        try
        {
            // By hand: every start of the tool comes by here, and the serialiser would take longer than all the rest of loading a model.
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            RequireKnown(root);
            spec = new()
            {
                Name = root.GetProperty(Keys.Name).GetString() ?? throw new InvalidDataException("the network spec has no name"),
                Widths = Integers(root.GetProperty(Keys.Widths)),
                AnalysisBlocks = Integers(root.GetProperty(Keys.AnalysisBlocks)),
                Latents = List(root.GetProperty(Keys.Latents), Integers),
                SynthesisBlocks = root.GetProperty(Keys.SynthesisBlocks).GetInt32(),
                Embedding = root.GetProperty(Keys.Embedding).GetInt32(),
                Log2Scale = List(root.GetProperty(Keys.Log2Scale), e => e.GetDouble()),
                BetaRange = List(root.GetProperty(Keys.BetaRange), e => e.GetDouble()),
                BetaSplit = root.TryGetProperty(Keys.BetaSplit, out JsonElement split) ? split.GetDouble() : 0,
                Winograd = root.TryGetProperty(Keys.Winograd, out JsonElement winograd) && winograd.GetBoolean(),
                ExtraPosteriorBlocks = root.TryGetProperty(Keys.ExtraPosteriorBlocks, out JsonElement extra) ? extra.GetInt32() : 0,
                FilmShift = root.TryGetProperty(Keys.FilmShift, out JsonElement shift) && shift.GetBoolean(),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or ArgumentException)
        {
            throw new InvalidDataException($"the network spec cannot be read: {e.Message}", e);
        }

        spec.Check();
        return spec;
    }

    /// <summary>A network with something that this version cannot know of would compute something else.</summary>
    private static void RequireKnown(JsonElement root)
    {
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!Keys.All.Contains(property.Name))
                throw new InvalidDataException($"the network spec has '{property.Name}', which this version does not know");
        }
    }

    private static int[] Integers(JsonElement array) => List(array, e => e.GetInt32());

    private static T[] List<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var values = new T[array.GetArrayLength()];
        for (int i = 0; i < values.Length; i++)
            values[i] = read(array[i]);
        return values;
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
            && ExtraPosteriorBlocks is >= 0 and <= MostExtraPosteriorBlocks
            && Embedding is > 0 and <= 4096
            && Log2Scale.Count == 2 && Log2Scale[0] < Log2Scale[1]
            && BetaRange.Count == 2 && BetaRange[0] >= LeastBeta && BetaRange[1] <= 1 / LeastBeta && BetaRange[1] >= 2 * BetaRange[0]
            && BetaSplit is >= 0 and <= 32;
        if (!sound)
            throw new InvalidDataException($"the network spec '{Name}' has sizes that do not fit together");
    }

    /// <summary>The names in JSON.</summary>
    private static class Keys
    {
        public const string Name = "name", Widths = "widths", AnalysisBlocks = "analysis_blocks", Latents = "latents",
            SynthesisBlocks = "synthesis_blocks", Embedding = "embedding", Log2Scale = "log2_scale", BetaRange = "beta_range",
            BetaSplit = "beta_split", Winograd = "winograd", ExtraPosteriorBlocks = "extra_posterior_blocks", FilmShift = "film_shift";

        public static readonly string[] All =
            [Name, Widths, AnalysisBlocks, Latents, SynthesisBlocks, Embedding, Log2Scale, BetaRange, BetaSplit, Winograd,
                ExtraPosteriorBlocks, FilmShift];
    }
}
