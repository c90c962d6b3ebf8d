using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>Residual block x + s(e) * conv1(leaky_relu(conv3(x) + t(e))): C -> C/2 -> C channels. FiLM (Perez et al. 2018) reads off the
/// embedding e of the rate multipliers a scale s(e) per channel and, where the network has shifts, t(e) per channel of the middle; else t
/// is zero. A shift is added to conv3's bias once per file.</summary>
/// <param name="Name">Prefix of the parameter names.</param>
/// <param name="Channels">C.</param>
/// <param name="Embedding">Size of e.</param>
/// <param name="Winograd">How the 3x3 convolution is computed; see <see cref="ConvolutionSpec"/>.</param>
/// <param name="Shift">Whether there is t.</param>
internal sealed record HvaeBlockSpec(string Name, int Channels, int Embedding, bool Winograd = false, bool Shift = false)
{
    /// <summary>3x3, C -> C/2.</summary>
    public ConvolutionSpec Conv3 { get; } = new($"{Name}.conv3", Channels, Channels / 2, 3, Winograd: Winograd);

    /// <summary>1x1, C/2 -> C.</summary>
    public ConvolutionSpec Conv1 { get; } = new($"{Name}.conv1", Channels / 2, Channels);

    /// <summary>Embedding -> C scales, then C/2 shifts if there are any.</summary>
    public LinearSpec Film { get; } = new($"{Name}.film", Embedding, Channels + (Shift ? Channels / 2 : 0));
}
