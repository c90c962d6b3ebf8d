using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Torch;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vlae;

/// <summary>A decoder that sees the whole picture before the pixel: an experiment on posterior collapse (docs/notebook/vlae.md) that the
/// codec's engine does not have. Between the pixel network's first layer and the rest comes a stack of masked convolutions, as in Gated
/// PixelCNN without its gates (van den Oord et al. 2016, arXiv:1606.05328, section 2.2): one sees the rows above, the other the row so far
/// and, layer by layer, the first; so no pixel is out of sight. Layers are residual and dilated (Yu and Koltun 2016, arXiv:1511.07122).
/// Latents enter where they do in every model, at the first layer.</summary>
internal sealed class StackedDecoder : PixelDecoder
{
    private readonly Parameter _rowsAbove, _rowsAboveBias;
    private readonly ModuleList<StackLayer> _stack;

    /// <summary>Random parameters.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="side">Of a picture.</param>
    /// <param name="dilations">Of the layers, in this order; one of dilation 0 sees no neighbours.</param>
    public StackedDecoder(PixelCnnSpec spec, int side, IReadOnlyList<int> dilations)
        : base(spec, side)
    {
        ArgumentNullException.ThrowIfNull(dilations);
        int both = spec.Linear + spec.Hidden, inputs = Reach * spec.Window;
        register_parameter("rows_above.weight", _rowsAbove = Uniform(inputs, both, 1, Reach, spec.Window));
        register_parameter("rows_above.bias", _rowsAboveBias = Uniform(inputs, both));
        register_module("stack", _stack = ModuleList([.. dilations.Select(d => new StackLayer(both, d))]));
    }

    /// <inheritdoc/>
    public override torch.Tensor Parameters(torch.Tensor x, torch.Tensor features, torch.Tensor at)
    {
        ArgumentNullException.ThrowIfNull(x);
        int r = Reach, k = Spec.Window;
        torch.Tensor padded = functional.pad(Hidden(x), [r, r, r, 0], value: Black);
        torch.Tensor v = functional.conv2d(padded, Hidden(_rowsAbove), Hidden(_rowsAboveBias)).narrow(2, 0, Side);
        torch.Tensor window = functional.pad(OfX * Weighing, [0, r + 1]).view(-1, 1, r + 1, k);
        torch.Tensor h = functional.conv2d(padded, Hidden(window), Hidden(Bias)) + Torch.Convolution.Run(Hidden(features), OfY);
        (v, h) = (ChannelsLast.Of(v), ChannelsLast.Of(h));
        foreach (StackLayer layer in _stack)
            (v, h) = layer.Run(v, h);
        return Rest(h.permute(0, 2, 3, 1).flatten(1, 2).index_select(1, at).flatten(0, 1));
    }
}
