using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>Residual block x + s(e) * conv1(leaky_relu(conv3(x))): C -> C/2 -> C channels, with a FiLM scale s(e) = film(e) per channel,
/// where e is the embedding of the rate multipliers.</summary>
/// <param name="Name">Prefix of the parameter names.</param>
/// <param name="Channels">C.</param>
/// <param name="Embedding">Size of e.</param>
/// <param name="Winograd">How the 3x3 convolution is computed; see <see cref="ConvolutionSpec"/>.</param>
internal sealed record HvaeBlockSpec(string Name, int Channels, int Embedding, bool Winograd = false)
{
    /// <summary>3x3, C -> C/2.</summary>
    public ConvolutionSpec Conv3 { get; } = new($"{Name}.conv3", Channels, Channels / 2, 3, Winograd: Winograd);

    /// <summary>1x1, C/2 -> C.</summary>
    public ConvolutionSpec Conv1 { get; } = new($"{Name}.conv1", Channels / 2, Channels);

    /// <summary>Embedding -> scale per channel.</summary>
    public LinearSpec Film { get; } = new($"{Name}.film", Embedding, Channels);
}
