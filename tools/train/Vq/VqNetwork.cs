using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vq;

/// <summary>An autoencoder whose code is, at every position of a grid, one vector of a codebook (Neural Discrete Representation Learning,
/// van den Oord et al. 2017, arXiv:1711.00937), with the prior over the codes. Pictures are [N, 3, H, W] of deviation near 1.</summary>
internal sealed class VqNetwork : Module
{
    private const int Blocks = 2;
    private readonly Sequential _encoder, _decoder;

    /// <summary>Random parameters.</summary>
    public VqNetwork(VqConfig config)
        : base(nameof(VqNetwork))
    {
        ArgumentNullException.ThrowIfNull(config);
        int hidden = config.Hidden;
        register_module("encoder", _encoder = Sequential([
            .. Enumerable.Range(0, config.Halvings).SelectMany(i => Named(
                ($"down{i}", Conv2d(i == 0 ? 3 : hidden, hidden, 4, stride: 2, padding: 1)), ($"relu{i}", ReLU()))),
            ("conv", Conv2d(hidden, hidden, 3, padding: 1)), .. Residual(hidden), ("last", Conv2d(hidden, config.Dimensions, 1))]));
        register_module("decoder", _decoder = Sequential([
            ("conv", Conv2d(config.Dimensions, hidden, 3, padding: 1)), .. Residual(hidden),
            .. Enumerable.Range(0, config.Halvings).SelectMany(i => Named(($"relu{i}", ReLU()),
                ($"up{i}", ConvTranspose2d(hidden, i == config.Halvings - 1 ? 3 : hidden, 4, stride: 2, padding: 1))))]));
        register_parameter("codebook", Codebook = Parameter(torch.randn(config.Codes, config.Dimensions)));
        register_module("prior", Prior = new(config.Codes, hidden, config.PriorLayers));
    }

    /// <summary>The vectors, [codes, dimensions].</summary>
    public Parameter Codebook { get; }

    /// <summary>The prior over the codes.</summary>
    public VqPrior Prior { get; }

    /// <summary>What is looked up in the codebook, [N, dimensions, h, w].</summary>
    public torch.Tensor Encode(torch.Tensor pictures) => _encoder.call(pictures);

    /// <summary>The nearest codes (equation 1), [N, h, w].</summary>
    /// <param name="encoded">Of <see cref="Encode"/>.</param>
    public torch.Tensor Nearest(torch.Tensor encoded)
    {
        using IDisposable guard = torch.no_grad();
        torch.Tensor flat = encoded.permute(0, 2, 3, 1).flatten(0, 2);
        torch.Tensor distance = Codebook.square().sum([1L]) - (flat.matmul(Codebook.t()) * 2.0);
        return distance.argmin(1).reshape(encoded.shape[0], encoded.shape[2], encoded.shape[3]);
    }

    /// <summary>The vectors of codes, [N, dimensions, h, w].</summary>
    /// <param name="codes">[N, h, w].</param>
    public torch.Tensor Vectors(torch.Tensor codes)
        => Codebook.index_select(0, codes.flatten()).reshape([.. codes.shape, Codebook.shape[1]]).permute(0, 3, 1, 2);

    /// <summary>Pictures of vectors.</summary>
    public torch.Tensor Decode(torch.Tensor vectors) => _decoder.call(vectors);

    private static IEnumerable<(string, Module<torch.Tensor, torch.Tensor>)> Residual(int channels)
        => Enumerable.Range(0, Blocks).Select(i => ($"residual{i}", (Module<torch.Tensor, torch.Tensor>)new ResidualUnit(
            Conv2d(channels, channels, 3, padding: 1), channels)));

    private static IEnumerable<(string, Module<torch.Tensor, torch.Tensor>)> Named(
        params IEnumerable<(string, Module<torch.Tensor, torch.Tensor>)> layers) => layers;
}
