using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.PixelCnn;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vlae;

/// <summary>The pixels' distributions: a network of the causal window of x and the whole window of the decoder's features, as in the pixel
/// network of one channel with one hidden layer less. Beyond the picture x is black and features are 0.</summary>
internal class PixelDecoder : Module
{
    /// <summary>Of the leaky ReLUs.</summary>
    protected const double Slope = 0.1;

    /// <summary>x of a black pixel: values are (v - 128) / 32.</summary>
    protected const double Black = -4;

    // Weights farther from the pixel than this are many: they are learned the slower, for their sum's sake.
    private const int Near = 3;

    // The coder's limit of log-odds.
    private const double MostLogOdds = 10;

    private readonly Linear _head, _out;
    private readonly ModuleList<Linear> _deep;
    private readonly torch.Tensor _offsets;

    /// <summary>Random parameters.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="side">Of a picture.</param>
    public PixelDecoder(PixelCnnSpec spec, int side)
        : base(nameof(PixelDecoder))
    {
        ArgumentNullException.ThrowIfNull(spec);
        (Spec, Side) = (spec, side);
        int r = Reach, k = spec.Window, causal = r * k + r, both = spec.Linear + spec.Hidden;
        register_parameter("x.weight", OfX = Uniform((r + 1) * k, both, causal));
        register_parameter("x.bias", Bias = Uniform((r + 1) * k, both));
        register_parameter("y.weight", OfY = Uniform(VlaeSpec.Features * spec.BaseWindow * spec.BaseWindow, both, VlaeSpec.Features,
            spec.BaseWindow, spec.BaseWindow));
        register_module("deep", _deep = ModuleList([.. Enumerable.Range(0, spec.Deep).Select(_ => Linear(spec.Hidden, spec.Hidden))]));
        register_module("head", _head = Linear(spec.Hidden + spec.Linear, spec.Head));
        register_module("out", _out = Linear(spec.Head + spec.Linear, spec.Parameters));
        int wide = side + 2 * r;
        _offsets = torch.tensor([.. Enumerable.Range(0, causal).Select(i => (long)(i / k * wide + i % k))]).DetachFromDisposeScope();
        Weighing = torch.tensor([.. Enumerable.Range(0, causal).Select(i => IsNear(i / k, i % k)
            ? 1f : 2f * Near * (Near + 1) / causal)]).DetachFromDisposeScope();

        bool IsNear(int row, int column) => row >= r - Near && Math.Abs(column - r) <= Near;
    }

    /// <summary>Sizes.</summary>
    public PixelCnnSpec Spec { get; }

    /// <summary>Whether hidden layers are in bfloat16.</summary>
    public bool Bf16 { get; init; }

    /// <summary>Of the causal window's values as they are learned, [linear + hidden, values]; the rows above, then those to the
    /// left.</summary>
    public Parameter OfX { get; }

    /// <summary>Of the features' window, [linear + hidden, 3, side, side].</summary>
    public Parameter OfY { get; }

    /// <summary>[linear + hidden].</summary>
    public Parameter Bias { get; }

    /// <summary>What <see cref="OfX"/> is multiplied by, [values].</summary>
    public torch.Tensor Weighing { get; }

    /// <summary>The hidden layers behind the first.</summary>
    public IReadOnlyList<Linear> Deep => [.. _deep];

    /// <summary>The hidden layer before the last.</summary>
    public Linear Head => _head;

    /// <summary>The last layer.</summary>
    public Linear Out => _out;

    /// <summary>Side of a picture.</summary>
    protected int Side { get; }

    /// <summary>Pixels of the causal window on one side.</summary>
    protected int Reach => Spec.Window / 2;

    /// <summary>The parameters of some pixels' distributions, [N * m, outputs].</summary>
    /// <param name="x">[N, 1, side, side].</param>
    /// <param name="features">[N, 3, side, side].</param>
    /// <param name="at">Flat indices of the pixels, [m].</param>
    public virtual torch.Tensor Parameters(torch.Tensor x, torch.Tensor features, torch.Tensor at)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(at);
        int q = Spec.BaseWindow;
        torch.Tensor y = functional.unfold(features.@float(), q, padding: q / 2);
        y = y.permute(2, 0, 1).contiguous().index_select(0, at); // of contiguous rows, which is quick
        torch.Tensor seen = functional.linear(Hidden(y), Hidden(OfY.flatten(1))) + OfWindows(x, at).transpose(0, 1);
        return Rest(seen.flatten(0, 1)).view(at.shape[0], x.shape[0], -1).transpose(0, 1).flatten(0, 1);
    }

    /// <summary>The parameters of all pixels for one picture and several samples of the latents; what the pixels see of the picture is
    /// computed once.</summary>
    /// <param name="ofPicture">From <see cref="OfWindows"/>, [pixels, linear + hidden].</param>
    /// <param name="features">[N, 3, side, side].</param>
    public torch.Tensor ParametersOfSamples(torch.Tensor ofPicture, torch.Tensor features)
    {
        torch.Tensor ofZ = functional.conv2d(features, OfY, padding: [Spec.BaseWindow / 2, Spec.BaseWindow / 2]);
        return Rest((ofZ.permute(0, 2, 3, 1).flatten(1, 2) + ofPicture).flatten(0, 1));
    }

    /// <summary>What the first layer sees of x, with its bias, [N, m, linear + hidden].</summary>
    public torch.Tensor OfWindows(torch.Tensor x, torch.Tensor at)
        => functional.linear(Hidden(Windows(x, at)), Hidden(OfX * Weighing), Hidden(Bias));

    /// <summary>-log2 of the probability, [n]; outside training with the coder's limits.</summary>
    /// <param name="parameters">[n, outputs].</param>
    /// <param name="value">0 to 255, [n].</param>
    public torch.Tensor Bits(torch.Tensor parameters, torch.Tensor value)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(value);
        if (!Spec.IsBinary)
            return PixelLikelihood.Bits(parameters, value, Spec);
        torch.Tensor t = parameters.select(1, 0);
        if (!training)
            t = t.clamp((Scalar)(-MostLogOdds), (Scalar)MostLogOdds);
        return functional.softplus(torch.where(value > 127.5, -t, t), 1, 20) * (1 / Math.Log(2));
    }

    /// <summary>The network behind its first layer, [m, linear + hidden] to [m, outputs].</summary>
    protected torch.Tensor Rest(torch.Tensor seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        torch.Tensor line = seen.narrow(1, 0, Spec.Linear);
        torch.Tensor h = functional.leaky_relu(seen.narrow(1, Spec.Linear, Spec.Hidden), Slope);
        foreach (Linear layer in _deep)
            h = functional.leaky_relu(Dense(layer, h), Slope);
        torch.Tensor t = functional.leaky_relu(Dense(_head, torch.cat([h, line], 1)), Slope);
        return Dense(_out, torch.cat([t, line], 1)).@float();
    }

    /// <summary>In the precision of the hidden layers.</summary>
    protected torch.Tensor Hidden(torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.to(Bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _offsets.Dispose();
            Weighing.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A parameter that is uniform within the inverse root of the number of inputs.</summary>
    protected static Parameter Uniform(int inputs, params long[] shape)
        => torch.nn.Parameter((torch.rand(shape) * 2 - 1) * (1 / Math.Sqrt(inputs)));

    private torch.Tensor Dense(Linear layer, torch.Tensor x) => functional.linear(x, Hidden(layer.weight), Hidden(layer.bias!));

    // The causal windows of some pixels, [N, m, values].
    private torch.Tensor Windows(torch.Tensor x, torch.Tensor at)
    {
        int r = Reach;
        torch.Tensor corner = at.div(Side, torch.RoundingMode.floor) * (Side + 2 * r) + at.remainder(Side);
        torch.Tensor index = corner.unsqueeze(1) + _offsets;
        return functional.pad(x, [r, r, r, 0], value: Black).flatten(1).index_select(1, index.flatten())
            .view(x.shape[0], at.shape[0], _offsets.shape[0]);
    }
}
