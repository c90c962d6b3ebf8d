using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vlae;

/// <summary>Batch normalisation of a convolution's outputs.</summary>
internal sealed class BatchStatistics : Module
{
    private const double Momentum = 0.02, Epsilon = 1e-5;
    private long? _counted;

    /// <summary>Of mean 0 and variance 1 at first.</summary>
    public BatchStatistics(int outputs)
        : base(nameof(BatchStatistics))
    {
        register_parameter("weight", Gain = Parameter(torch.ones(outputs)));
        register_parameter("bias", Shift = Parameter(torch.zeros(outputs)));
        register_buffer("running_mean", Mean = torch.zeros(outputs));
        register_buffer("running_var", Variance = torch.ones(outputs));
    }

    private Parameter Gain { get; }

    private Parameter Shift { get; }

    private torch.Tensor Mean { get; }

    private torch.Tensor Variance { get; }

    /// <summary>Normalises by the batch's own statistics, and remembers them.</summary>
    /// <param name="x">[N, C, H, W], single precision.</param>
    public torch.Tensor Normalise(torch.Tensor x)
    {
        double share = _counted is { } batches ? 1.0 / (batches + 1) : Momentum;
        _counted++;
        return functional.batch_norm(x, Mean, Variance, Gain, Shift, training: true, share, Epsilon);
    }

    /// <summary>From here on the statistics are the plain mean over all batches to come.</summary>
    public void CountAnew() => _counted = 0;

    /// <summary>Weights and bias of the convolution that does the same by the statistics as they are.</summary>
    public (torch.Tensor Weight, torch.Tensor Bias) Folded(torch.Tensor weight, torch.Tensor bias)
    {
        torch.Tensor scale = Gain / (Variance + Epsilon).sqrt();
        return (weight * scale.reshape(-1, 1, 1, 1), (bias - Mean) * scale + Shift);
    }
}
