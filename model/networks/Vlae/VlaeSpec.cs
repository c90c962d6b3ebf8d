using System.Text.Json.Serialization;
using System.Text.Json;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Networks.Vlae;

/// <summary>A variational autoencoder of small square gray pictures whose decoder ends in a PixelCNN of a small window (Variational Lossy
/// Autoencoder, Chen et al. 2017, arXiv:1611.02731, section 3.1), of one group of latents or a hierarchy of some; stored as JSON in its
/// weight file's metadata under <c>spec</c>.</summary>
internal sealed record VlaeSpec
{
    private const int MostLayers = 16, MostChannels = 4096, MostSide = 64, MostLatents = 256, MostGroups = 16, MostKernel = 16,
        PanelWidth = 32;
    private const string Downwards = "down", Upwards = "up";

    /// <summary>Width and height of a picture.</summary>
    [JsonPropertyName("side")] public required int Side { get; init; }

    /// <summary>Latents of a picture, of all groups.</summary>
    [JsonPropertyName("latents")] public required int Latents { get; init; }

    /// <summary>Convolutions from the picture, one channel, to the posterior's means and log2 scales, or to what posteriors are made of, at
    /// one position. Each is [inputs, outputs, kernel, stride, shuffle], as in <see cref="ConvolutionSpec"/>, and all but the last have a
    /// leaky ReLU behind.</summary>
    [JsonPropertyName("encoder")] public required IReadOnlyList<IReadOnlyList<int>> Encoder { get; init; }

    /// <summary>Convolutions from the latents of all groups or of the last one, at one position, to <see cref="Features"/> for every
    /// pixel.</summary>
    [JsonPropertyName("decoder")] public required IReadOnlyList<IReadOnlyList<int>> Decoder { get; init; }

    /// <summary>The PixelCNN, which sees the features where that of a lossless file sees the lossy pixels.</summary>
    [JsonPropertyName("pixels")] public required PixelCnnSpec Pixels { get; init; }

    /// <summary>The groups of latents from the top down; null for one whose posterior the encoder makes and whose prior is the logistic
    /// distribution.</summary>
    [JsonPropertyName("groups"), JsonIgnore(
        Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<VlaeGroupSpec>? StoredGroups { get; init; }

    /// <summary><c>down</c>, where a group's posterior depends on the picture and the groups above, or <c>up</c>, where it depends on the
    /// group below (Bit-Swap: Kingma, Abbeel and Ho 2019, arXiv:1905.06845); null is <c>down</c>.</summary>
    [JsonPropertyName("inference"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Inference { get; init; }

    /// <summary>Features of a pixel.</summary>
    public const int Features = 3;

    /// <summary>The largest magnitude of the mean of a latent.</summary>
    public const float MostMean = 8;

    /// <summary>The lowest log2 scale of a latent.</summary>
    public const float LowestLog2Scale = -8;

    /// <summary>The highest log2 scale of a latent.</summary>
    public const float HighestLog2Scale = 2;

    /// <summary>The groups of latents from the top down, one at least.</summary>
    [JsonIgnore] public IReadOnlyList<VlaeGroupSpec> Groups => StoredGroups ?? [new() { Latents = Latents }];

    /// <summary>Whether <see cref="Inference"/> is <c>up</c>.</summary>
    [JsonIgnore] public bool InfersUpwards => Inference == Upwards;

    /// <summary>What the encoder ends in.</summary>
    [JsonIgnore] public int EncoderOutputs => EncoderLayers[^1].Out;

    /// <summary>The encoder's layers.</summary>
    [JsonIgnore] public IReadOnlyList<ConvolutionSpec> EncoderLayers => Layers("encoder", Encoder);

    /// <summary>The decoder's layers.</summary>
    [JsonIgnore] public IReadOnlyList<ConvolutionSpec> DecoderLayers => Layers("decoder", Decoder);

    /// <summary>The layers of a group's posterior.</summary>
    public IReadOnlyList<ConvolutionSpec> PosteriorLayers(int group) => Layers($"posterior.{group}", Groups[group].Posterior);

    /// <summary>The layers of a group's prior.</summary>
    public IReadOnlyList<ConvolutionSpec> PriorLayers(int group) => Layers($"prior.{group}", Groups[group].Prior);

    /// <summary>Where the latents of a group lie among all.</summary>
    public Range LatentsOf(int group) => new(Above(group), Above(group + 1));

    /// <summary>The latents that a group's posterior depends on.</summary>
    public Range PosteriorLatents(int group) => !InfersUpwards ? new(0, Above(group)) : group == Groups.Count - 1 ? default
        : LatentsOf(group + 1);

    /// <summary>Whether a group's posterior depends on the encoder's output, which then comes before the latents.</summary>
    public bool SeesPicture(int group) => !InfersUpwards || group == Groups.Count - 1;

    /// <summary>The latents of other groups that a group's prior depends on.</summary>
    public Range PriorLatents(int group) => !InfersUpwards ? new(0, Above(group)) : group == 0 ? default : LatentsOf(group - 1);

    /// <summary>The latents that the decoder takes.</summary>
    [JsonIgnore] public Range DecoderLatents => new(Latents - Decoder[0][0], Latents);

    /// <summary>The spec as the weight file stores it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, VlaeSpecContext.Default.VlaeSpec);

    /// <summary>Reads and checks a spec; throws <see cref="InvalidDataException"/> on one that no network can have.</summary>
    public static VlaeSpec Parse(string json)
    {
        VlaeSpec spec;
        try
        {
            spec = JsonSerializer.Deserialize(json, VlaeSpecContext.Default.VlaeSpec)
                ?? throw new InvalidDataException("the image model's spec is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the image model's spec is not valid JSON: {e.Message}", e);
        }

        return spec.IsSound ? spec : throw new InvalidDataException("the image model's spec has sizes that do not fit together");
    }

    private bool IsSound => Side is >= 1 and <= MostSide && Latents is >= 1 and <= MostLatents && Pixels is { IsSound: true, Colours: 1 }
        && Inference is null or Downwards or Upwards
        && Groups is { Count: >= 1 and <= MostGroups } && Groups.All(group => group is { Latents: >= 1 and <= MostLatents })
            && Groups.Sum(group => group.Latents) == Latents
        && Leads(Encoder, (1, Side), 1) is { } encoded && Enumerable.Range(0, Groups.Count).All(group => IsGroupSound(group, encoded))
        && (Leads(Decoder, (Latents, 1), Side) ?? Leads(Decoder, (Groups[^1].Latents, 1), Side)) == Features
            && (!InfersUpwards || Decoder[0][0] == Groups[^1].Latents);

    private bool IsGroupSound(int group, int encoded)
    {
        VlaeGroupSpec spec = Groups[group];
        int posterior = (SeesPicture(group) ? encoded : 0) + Length(PosteriorLatents(group)),
            prior = Length(PriorLatents(group)) + (spec.IsAutoregressive ? spec.Latents : 0);
        // with no layers, the encoder's output is the posterior
        bool hasPosterior = spec.Posterior is [] ? posterior == encoded && encoded == 2 * spec.Latents
            : Leads(spec.Posterior, (posterior, 1), 1, dense: true) == 2 * spec.Latents;
        bool hasPrior = spec.Prior is [] ? !spec.IsAutoregressive : Leads(spec.Prior, (prior, 1), 1, dense: true) == 2 * spec.Latents;
        return hasPosterior && hasPrior && !(spec.IsLadder && (spec.IsAutoregressive || InfersUpwards));
    }

    private int Above(int group) => Groups.Take(group).Sum(above => above.Latents);

    private static int Length(Range range) => range.End.Value - range.Start.Value;

    /// <summary>The channels that layers end in, if they lead from channels and a side to another side; else null.</summary>
    private static int? Leads(IReadOnlyList<IReadOnlyList<int>>? layers, (int Channels, int Side) from, int side, bool dense = false)
    {
        if (layers is not { Count: >= 1 and <= MostLayers })
            return null;
        foreach (IReadOnlyList<int> layer in layers)
        {
            if (layer is not [int inputs and >= 1, int outputs and >= 1 and <= MostChannels, int kernel, int stride,
                int shuffle and >= 1 and <= MostSide] || inputs != from.Channels)
                return null;
            bool plain = stride == 1 && kernel is 1 or 3;
            // the kernels read a patch as runs of input: a row of it each, or a position each where positions do not fill whole panels
            bool fits = kernel is >= 2 and <= 4 || (kernel is >= 2 and <= MostKernel && inputs % PanelWidth == 0);
            bool patches = stride == kernel && fits && from.Side % kernel == 0;
            if (!(plain || patches) || outputs % (shuffle * shuffle) != 0 || from.Side / stride * shuffle > MostSide
                || (dense && (kernel, shuffle) != (1, 1)))
                return null;
            from = (outputs / (shuffle * shuffle), from.Side / stride * shuffle);
        }

        return from.Side == side ? from.Channels : null;
    }

    private static ConvolutionSpec[] Layers(string part, IReadOnlyList<IReadOnlyList<int>> layers)
        => [.. layers.Select((v, i) => new ConvolutionSpec($"{part}.{i}", v[0], v[1], v[2], v[3], v[4]))];
}
