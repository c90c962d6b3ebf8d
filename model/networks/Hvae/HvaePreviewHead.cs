using System.Text.Json.Serialization;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>A linear layer that reads a small picture off a flagship's state, in the place of all that the network would still compute:
/// a 3x3 convolution, pixel shuffle, y / 4 + 1/2. Parameters are <c>head.AFTER.SCALE.weight</c> and <c>.bias</c>.</summary>
/// <param name="After">Latent layers that the state comes after.</param>
/// <param name="Scale">Pixels of the picture for each of the small one, along each side.</param>
/// <param name="Channels">Of the state.</param>
/// <param name="Shuffle">Pixels of the small picture for each position of the state, along each side.</param>
internal sealed record HvaePreviewHead(
    [property: JsonPropertyName("after")] int After,
    [property: JsonPropertyName("scale")] int Scale,
    [property: JsonPropertyName("channels")] int Channels,
    [property: JsonPropertyName("shuffle")] int Shuffle)
{
    private const int Colours = 3, Kernel = 3;

    /// <summary>The layer.</summary>
    [JsonIgnore]
    public ConvolutionSpec Convolution => new($"head.{After}.{Scale}", Channels, Colours * Shuffle * Shuffle, Kernel, Shuffle: Shuffle);

    /// <summary>Whether it reads what a network leaves after that layer.</summary>
    public bool Fits(HvaeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return After <= network.Layers.Count && network.Layers[After - 1] is var layer && layer.Channels == Channels
            && network.StrideOf(layer) == Scale * Shuffle;
    }
}
