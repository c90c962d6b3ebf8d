using TorchSharp;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vq;

/// <summary>Adds to its input: ReLU, a convolution, ReLU, 1 x 1 (van den Oord et al. 2017, section 4.1).</summary>
internal sealed class ResidualUnit : Module<torch.Tensor, torch.Tensor>
{
    private readonly Module<torch.Tensor, torch.Tensor> _spatial, _pointwise;

    /// <summary>Random parameters.</summary>
    /// <param name="spatial">The convolution, which keeps the size.</param>
    /// <param name="channels">Of its input and output.</param>
    public ResidualUnit(Module<torch.Tensor, torch.Tensor> spatial, int channels)
        : base(nameof(ResidualUnit))
    {
        register_module("spatial", _spatial = spatial);
        register_module("pointwise", _pointwise = Conv2d(channels, channels, 1));
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.Tensor input)
        => input + _pointwise.call(functional.relu(_spatial.call(functional.relu(input))));
}
