using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.Layers;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vlae;

/// <summary>A convolution, some of whose weights may be held at zero, and which may be normalised.</summary>
internal sealed class ChainLayer : Module
{
    private readonly ConvolutionSpec _spec;
    private readonly Parameter? _gain;

    /// <summary>Weights and bias uniform within the inverse root of the number of inputs.</summary>
    public ChainLayer(ConvolutionSpec spec, Normalisation normalisation)
        : base(nameof(ChainLayer))
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        double most = 1 / Math.Sqrt(spec.In * spec.Kernel * spec.Kernel);
        register_parameter("weight", Weight = Parameter((torch.rand(spec.Out, spec.In, spec.Kernel, spec.Kernel) * 2 - 1) * most));
        register_parameter("bias", Bias = Parameter((torch.rand(spec.Out) * 2 - 1) * most));
        if (normalisation == Normalisation.Weight)
            register_parameter("gain", _gain = Parameter(Length(Weight.detach())));
        if (normalisation == Normalisation.Batch)
            register_module("batch", Batch = new(spec.Out));
    }

    /// <summary>[out, in, k, k], as they are learned.</summary>
    public Parameter Weight { get; }

    /// <summary>[out].</summary>
    public Parameter Bias { get; }

    /// <summary>Of a layer with batch normalisation.</summary>
    public BatchStatistics? Batch { get; }

    /// <summary>Output channels.</summary>
    public int Outputs => _spec.Out;

    /// <summary>1, and 0 where a weight is held at zero, in the weights' shape or [out, in, 1, 1]; null for no such weight.</summary>
    public torch.Tensor? Mask { get; set => field = value?.DetachFromDisposeScope(); }

    /// <summary>Scales the starting weights.</summary>
    public void Rescale(double factor)
    {
        using IDisposable guard = torch.no_grad();
        Weight.mul_(factor);
        _gain?.mul_(factor);
    }

    /// <summary>Weights and bias of the convolution that this layer is; of batch normalisation only after training.</summary>
    public (torch.Tensor Weight, torch.Tensor Bias) Plain()
    {
        torch.Tensor w = Weight;
        if (Mask is { } mask)
            w = w * mask;
        if (_gain is not null)
            w = w * (_gain / Length(w)).reshape(-1, 1, 1, 1);
        return Batch is null || training ? (w, Bias) : Batch.Folded(w, Bias);
    }

    /// <summary>[N, in, H, W] to [N, out, ..], in the precision of what it is given.</summary>
    public torch.Tensor Run(torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        (torch.Tensor w, torch.Tensor b) = Plain();
        bool whole = x.shape[2] == _spec.Kernel && x.shape[3] == _spec.Kernel && (_spec.Stride > 1 || _spec.Kernel == 1);
        torch.Tensor y = whole
            ? functional.linear(x.flatten(1), w.flatten(1).to(x.dtype), b.to(x.dtype)).unsqueeze(2).unsqueeze(3)
            : Torch.Convolution.Run(x, w, b, _spec.Stride);
        return Batch is null || !training ? y : Batch.Normalise(y.@float()).to(x.dtype);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Mask?.Dispose();
        base.Dispose(disposing);
    }

    private static torch.Tensor Length(torch.Tensor weight) => weight.flatten(1).square().sum([1L]).sqrt();
}
