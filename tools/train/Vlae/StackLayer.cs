using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vlae;

/// <summary>A layer of <see cref="StackedDecoder"/>'s masked convolutions.</summary>
internal sealed class StackLayer : Module
{
    private const double Slope = 0.1, Residual = 0.5;

    // The usual starting weights lose much of the variance.
    private const double Larger = 2;

    private readonly int _dilation;
    private readonly Conv2d _above, _row, _down, _out;

    /// <summary>Random parameters.</summary>
    /// <param name="channels">Of both paths.</param>
    /// <param name="dilation">0 sees no neighbours.</param>
    public StackLayer(int channels, int dilation)
        : base(nameof(StackLayer))
    {
        _dilation = dilation;
        bool sees = dilation > 0;
        int d = Math.Max(dilation, 1);
        register_module("above", _above = Conv2d(channels, channels, sees ? (2, 3) : (1, 1), dilation: (d, d)));
        register_module("row", _row = Conv2d(channels, channels, sees ? (1, 2) : (1, 1), dilation: (d, d)));
        register_module("down", _down = Conv2d(channels, channels, 1, bias: false));
        register_module("out", _out = Conv2d(channels, channels, 1));
        using IDisposable guard = torch.no_grad();
        foreach (Conv2d layer in (Conv2d[])[_above, _row, _down])
            layer.weight!.mul_(Larger);
    }

    /// <summary>Both paths a layer further, [N, C, H, W]: what is seen of the rows above, and of all before.</summary>
    public (torch.Tensor Above, torch.Tensor Row) Run(torch.Tensor above, torch.Tensor row)
    {
        int d = _dilation;
        above = above + Residual * Convolve(_above, functional.pad(functional.leaky_relu(above, Slope), [d, d, d, 0]));
        torch.Tensor t = Convolve(_row, functional.pad(functional.leaky_relu(row, Slope), [d, 0]))
            + Convolve(_down, functional.leaky_relu(above, Slope));
        return (above, row + Convolve(_out, functional.leaky_relu(t, Slope)));
    }

    private torch.Tensor Convolve(Conv2d layer, torch.Tensor x) => functional.conv2d(x, layer.weight!.to(x.dtype),
        layer.bias?.to(x.dtype), dilation: layer.weight!.shape[3] > 1 ? [_dilation, _dilation] : [1, 1]);
}
