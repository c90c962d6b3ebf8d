using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>What a network asks of whatever computes it: the deterministic engine (model/inference) or libtorch (tools/train).
/// Tensors are [N, C, H, W] in meaning; their layout is the engine's business. The rate embedding is part of the engine's state.</summary>
/// <typeparam name="TTensor">The engine's tensor.</typeparam>
internal interface IHvaeEngine<TTensor>
{
    /// <summary>The initial top-down state: the learnt vector <paramref name="name"/> at every position of
    /// <paramref name="like"/>'s grid (null: the grid of the picture that is being decoded).</summary>
    TTensor Constant(string name, int channels, TTensor? like);

    /// <summary>Picture [3, H, W] -> (picture - 1/2) * 4 -> strided convolution.</summary>
    TTensor Patch(ConvolutionSpec convolution, TTensor picture);

    /// <summary>Convolution with bias.</summary>
    TTensor Convolve(ConvolutionSpec convolution, TTensor x);

    /// <summary>1x1 convolution of the channels of <paramref name="a"/> followed by those of <paramref name="b"/>.</summary>
    TTensor Join(ConvolutionSpec convolution, TTensor a, TTensor b);

    /// <summary><paramref name="x"/> + convolution(<paramref name="z"/>); consumes x.</summary>
    TTensor Merge(ConvolutionSpec convolution, TTensor x, TTensor z);

    /// <summary>Residual block; consumes <paramref name="x"/> unless it is to be kept.</summary>
    TTensor RunBlock(HvaeBlockSpec block, TTensor x, bool keep = false);

    /// <summary>1x1 convolution, then pixel shuffle by 2; consumes <paramref name="x"/>.</summary>
    TTensor Upsample(ConvolutionSpec convolution, TTensor x);

    /// <summary>3x3 convolution, pixel shuffle by 4, y / 4 + 1/2: a picture [3, H, W], not clamped; consumes
    /// <paramref name="x"/>.</summary>
    TTensor Unpatch(ConvolutionSpec convolution, TTensor x);

    /// <summary>Tells the engine that nobody will look at a tensor again.</summary>
    void Release(TTensor x);
}
