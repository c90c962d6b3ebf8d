using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vq;

/// <summary>A masked convolution: it sees rows above, and what is on the left in its own (Pixel Recurrent Neural Networks, van den Oord
/// et al. 2016, arXiv:1601.06759, section 3.4).</summary>
internal sealed class CausalConvolution : Module<torch.Tensor, torch.Tensor>
{
    private readonly Conv2d _whole;
    private readonly torch.Tensor _mask;

    /// <summary>Random parameters.</summary>
    /// <param name="channels">Of its input and output.</param>
    /// <param name="side">Of the kernel, odd.</param>
    /// <param name="itself">Whether it sees its own position, too: all layers but the first.</param>
    public CausalConvolution(int channels, int side, bool itself)
        : base(nameof(CausalConvolution))
    {
        register_module("whole", _whole = Conv2d(channels, channels, side, padding: side / 2));
        _mask = torch.zeros(side, side).DetachFromDisposeScope();
        using DisposeScope scope = torch.NewDisposeScope();
        int middle = side / 2;
        _mask.narrow(0, 0, middle).fill_(1);
        _mask[middle].narrow(0, 0, itself ? middle + 1 : middle).fill_(1);
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.Tensor input)
        => functional.conv2d(input, _whole.weight! * _mask, _whole.bias, padding: [_mask.shape[0] / 2, _mask.shape[1] / 2]);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _mask.Dispose();
        base.Dispose(disposing);
    }
}
