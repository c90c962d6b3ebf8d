using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeCodec.Networks;

/// <summary>A variational autoencoder of small square gray pictures whose decoder ends in a PixelCNN of a small window (Variational Lossy Autoencoder,
/// Chen et al. 2017, arXiv:1611.02731, section 3.1); stored as JSON in its weight file's metadata under <c>spec</c>.</summary>
public sealed record VlaeSpec
{
    private const int MostLayers = 16, MostChannels = 4096, MostSide = 64, MostLatents = 256, MostKernel = 16, PanelWidth = 32;

    /// <summary>Width and height of a picture.</summary>
    [JsonPropertyName("side")] public required int Side { get; init; }

    /// <summary>Latents of a picture.</summary>
    [JsonPropertyName("latents")] public required int Latents { get; init; }

    /// <summary>Convolutions from the picture, one channel, to the posterior's means and log2 scales, at one position. Each is [inputs, outputs, kernel, stride,
    /// shuffle], as in <see cref="ConvolutionSpec"/>, and all but the last have a leaky ReLU behind.</summary>
    [JsonPropertyName("encoder")] public required IReadOnlyList<IReadOnlyList<int>> Encoder { get; init; }

    /// <summary>Convolutions from the latents, at one position, to <see cref="Features"/> for every pixel.</summary>
    [JsonPropertyName("decoder")] public required IReadOnlyList<IReadOnlyList<int>> Decoder { get; init; }

    /// <summary>The PixelCNN, which sees the features where that of a lossless file sees the lossy pixels.</summary>
    [JsonPropertyName("pixels")] public required PixelNetworkSpec Pixels { get; init; }

    /// <summary>Features of a pixel.</summary>
    public const int Features = 3;

    /// <summary>The encoder's layers.</summary>
    [JsonIgnore] public IReadOnlyList<ConvolutionSpec> EncoderLayers => Layers("encoder", Encoder);

    /// <summary>The decoder's layers.</summary>
    [JsonIgnore] public IReadOnlyList<ConvolutionSpec> DecoderLayers => Layers("decoder", Decoder);

    /// <summary>The spec as the weight file stores it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads and checks a spec; throws <see cref="InvalidDataException"/> on one that no network can have.</summary>
    public static VlaeSpec Parse(string json)
    {
        VlaeSpec spec;
        try
        {
            spec = JsonSerializer.Deserialize<VlaeSpec>(json) ?? throw new InvalidDataException("the image model's spec is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the image model's spec is not valid JSON: {e.Message}", e);
        }

        bool sound = spec.Side is >= 1 and <= MostSide && spec.Latents is >= 1 and <= MostLatents && spec.Pixels is { IsSound: true, Colours: 1 }
            && Leads(spec.Encoder, (1, spec.Side), (2 * spec.Latents, 1)) && Leads(spec.Decoder, (spec.Latents, 1), (Features, spec.Side));
        return sound ? spec : throw new InvalidDataException("the image model's spec has sizes that do not fit together");
    }

    private static bool Leads(IReadOnlyList<IReadOnlyList<int>>? layers, (int Channels, int Side) from, (int Channels, int Side) to)
    {
        if (layers is not { Count: >= 1 and <= MostLayers })
            return false;
        foreach (IReadOnlyList<int> layer in layers)
        {
            if (layer is not [int inputs, int outputs and >= 1 and <= MostChannels, int kernel, int stride, int shuffle and >= 1 and <= MostSide] || inputs != from.Channels)
                return false;
            bool plain = stride == 1 && kernel is 1 or 3;
            // the kernels read a patch as runs of input: a row of it each, or a position each where positions do not fill whole panels
            bool fits = kernel is >= 2 and <= 4 || (kernel is >= 2 and <= MostKernel && inputs % PanelWidth == 0);
            bool patches = stride == kernel && fits && from.Side % kernel == 0;
            if (!(plain || patches) || outputs % (shuffle * shuffle) != 0 || from.Side / stride * shuffle > MostSide)
                return false;
            from = (outputs / (shuffle * shuffle), from.Side / stride * shuffle);
        }

        return from == to;
    }

    private static ConvolutionSpec[] Layers(string part, IReadOnlyList<IReadOnlyList<int>> layers)
        => [.. layers.Select((v, i) => new ConvolutionSpec($"{part}.{i}", v[0], v[1], v[2], v[3], v[4]))];
}
