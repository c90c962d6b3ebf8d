using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vq;

/// <summary>The prior over a grid of codes: a PixelCNN with a softmax over the codebook (van den Oord et al. 2017, section 3.3). Of one
/// stack of masked convolutions, which leaves a blind spot on the right above.</summary>
internal sealed class VqPrior : Module
{
    private const int FirstSide = 5, Side = 3;
    private readonly Embedding _codes;
    private readonly Sequential _layers;
    private readonly int _rowsAbove;

    /// <summary>Random parameters.</summary>
    /// <param name="codes">Of the codebook.</param>
    /// <param name="hidden">Channels.</param>
    /// <param name="layers">Behind the first.</param>
    public VqPrior(int codes, int hidden, int layers)
        : base(nameof(VqPrior))
    {
        register_module("codes", _codes = Embedding(codes, hidden));
        register_module("layers", _layers = Sequential([
            ("first", new CausalConvolution(hidden, FirstSide, itself: false)),
            .. Enumerable.Range(0, layers).Select(i => ($"{i}", (Module<torch.Tensor, torch.Tensor>)new ResidualUnit(
                new CausalConvolution(hidden, Side, itself: true), hidden))),
            ("relu", ReLU()), ("last", Conv2d(hidden, codes, 1))]));
        _rowsAbove = (FirstSide / 2) + (layers * (Side / 2));
    }

    /// <summary>Logits of every position, [N, codes, h, w]; each depends only on codes at earlier positions.</summary>
    /// <param name="codes">[N, h, w].</param>
    public torch.Tensor Logits(torch.Tensor codes) => _layers.call(_codes.call(codes).permute(0, 3, 1, 2).contiguous());

    /// <summary>Logits of a row, [N, codes, w]. Those at x do not depend on codes at x or later, bit for bit: every call for a row has the
    /// same shapes, and masked weights add exact zeros.</summary>
    /// <param name="codes">[N, h, w].</param>
    /// <param name="row">Which.</param>
    public torch.Tensor Row(torch.Tensor codes, int row)
    {
        int first = Math.Max(0, row - _rowsAbove);
        return Logits(codes.narrow(1, first, row + 1 - first)).select(2, row - first);
    }
}
