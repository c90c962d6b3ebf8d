using System.Text.Json.Serialization;
using System.Text.Json;

namespace VaeCodec.Networks.PixelCnn;

/// <summary>The sizes of the pixel network p(x | y, causal window); stored as JSON in its weight file's metadata under <c>spec</c>. A pixel
/// sees a causal window of exact pixels x and a whole window of lossy pixels y, and nothing else: the small window of the Variational Lossy
/// Autoencoder (Chen et al. 2017, arXiv:1611.02731, section 3.1), which leaves to the latents what lies beyond.</summary>
internal sealed record PixelCnnSpec
{
    /// <summary>Side of the causal window of x, odd: the rows above the pixel and the pixels to its left.</summary>
    [JsonPropertyName("window")] public required int Window { get; init; }

    /// <summary>Side of the window of y, odd, centred on the pixel.</summary>
    [JsonPropertyName("base_window")] public required int BaseWindow { get; init; }

    /// <summary>Outputs of the first layer that have no activation; the first three predict R, G and B.</summary>
    [JsonPropertyName("linear")] public required int Linear { get; init; }

    /// <summary>Width of the hidden layers.</summary>
    [JsonPropertyName("hidden")] public required int Hidden { get; init; }

    /// <summary>Hidden layers after the first.</summary>
    [JsonPropertyName("deep")] public required int Deep { get; init; }

    /// <summary>Width of the hidden layer of each channel.</summary>
    [JsonPropertyName("head")] public required int Head { get; init; }

    /// <summary>Logistics in the mixture of each channel; a binary network has none.</summary>
    [JsonPropertyName("components")] public int Components { get; init; }

    /// <summary>Range of log2 of the logistics' scale in gray levels.</summary>
    [JsonPropertyName("log2_scale")] public IReadOnlyList<double> Log2Scale { get; init => field = value ?? []; } = [];

    /// <summary>Channels that have a distribution of their own: 3, or 1 for a network of gray pictures only.</summary>
    [JsonPropertyName("colours")] public int Colours { get; init => field = OrElse(value, MostColours); } = MostColours;

    /// <summary>Values of a channel: 256, or 2 for a network of gray pictures of nothing but 0 and 255.</summary>
    [JsonPropertyName("values")] public int Values { get; init => field = OrElse(value, AllValues); } = AllValues;

    /// <summary>The values of a byte.</summary>
    internal const int AllValues = 256;

    /// <summary>Channels of a pixel.</summary>
    internal const int MostColours = 3;

    /// <summary>Values of x in the causal window.</summary>
    [JsonIgnore] public int CausalInputs => 3 * (Window / 2) * (Window + 1);

    /// <summary>Values of x and y that a pixel sees.</summary>
    [JsonIgnore] public int Inputs => CausalInputs + 3 * BaseWindow * BaseWindow;

    /// <summary>Pixels around the picture that windows may reach.</summary>
    [JsonIgnore] public int Border => Math.Max(Window, BaseWindow) / 2;

    /// <summary>Whether pixels are 0 or 255.</summary>
    [JsonIgnore] public bool IsBinary => Values == 2;

    /// <summary>Parameters of a channel's distribution: logits, means and log2 scales; of a binary one, the log-odds of 255
    /// alone.</summary>
    [JsonIgnore] public int Parameters => IsBinary ? 1 : 3 * Components;

    /// <summary>Multiplications per pixel.</summary>
    [JsonIgnore]
    public long MultipliesPerPixel
        => (long)Inputs * (Linear + Hidden) + (long)Deep * Hidden * Hidden
            + Enumerable.Range(0, Colours).Sum(c => (long)(Hidden + Linear + c) * Head + (long)(Head + Linear + c) * Parameters);

    /// <summary>The spec as the weight file stores it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PixelCnnSpecContext.Default.PixelCnnSpec);

    /// <summary>Reads and checks a spec; throws <see cref="InvalidDataException"/> on one that no network can have.</summary>
    public static PixelCnnSpec Parse(string json)
    {
        PixelCnnSpec spec;
        try
        {
            spec = JsonSerializer.Deserialize(json, PixelCnnSpecContext.Default.PixelCnnSpec)
                ?? throw new InvalidDataException("the pixel network's spec is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the pixel network's spec is not valid JSON: {e.Message}", e);
        }

        return spec is { IsSound: true, IsBinary: false } ? spec : throw new InvalidDataException(
            "the pixel network's spec has sizes that do not fit together");
    }

    /// <summary>What is missing in JSON comes as nothing, also where the property begins with something.</summary>
    private static int OrElse(int value, int usual) => value == 0 ? usual : value;

    /// <summary>Whether a network can have these sizes.</summary>
    internal bool IsSound => Window is >= 3 and <= 15 && Window % 2 == 1
        && BaseWindow is >= 1 and <= 15 && BaseWindow % 2 == 1
        && Linear is >= 3 and <= 256 && Hidden is >= 1 and <= 1024 && Head is >= 1 and <= 256
        && Deep is >= 0 and <= 16
        && Colours is 1 or MostColours
        && (IsBinary ? Colours == 1 : Values == AllValues && Components is >= 1 and <= 16
            && Log2Scale.Count == 2 && Log2Scale[0] < Log2Scale[1]);
}
