using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.PixelCnn;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.PixelCnn;

/// <summary>The pixel network p(x | y, causal window) for training; docs/lossless.md tells what it is. Parameters have the names of its
/// weight file.</summary>
/// <remarks>Training sees the window whitened, so that a flat area's last bit counts as much as an edge. Whitening is in the weights of the
/// first layers, so that no step is slower for it: see <see cref="PixelCnnFolding"/>.</remarks>
internal sealed class PixelCnnNetwork : Module
{
    private const double Slope = 0.1;

    /// <summary>Random parameters, as libtorch's generator draws them.</summary>
    public PixelCnnNetwork(PixelCnnSpec spec)
        : base(nameof(PixelCnnNetwork))
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        register_parameter("linear_rate", LinearRate = Parameter(torch.zeros(spec.Linear)));
        register_parameter("first_rate", FirstRate = Parameter(torch.zeros(spec.Hidden)));
        register_module("linear", LinearLayer = Linear(spec.Inputs, spec.Linear));
        register_module("first", First = Linear(spec.Inputs, spec.Hidden));
        register_module("deep", Deep = ModuleList([.. Enumerable.Range(0, spec.Deep).Select(_ => Linear(spec.Hidden, spec.Hidden))]));
        register_module("head", Head = ModuleList([.. Enumerable.Range(0, spec.Colours)
            .Select(c => Linear(spec.Hidden + spec.Linear + c, spec.Head))]));
        register_module("out", Out = ModuleList([.. Enumerable.Range(0, spec.Colours)
            .Select(c => Linear(spec.Head + spec.Linear + c, spec.Parameters))]));
        Centre = torch.zeros(spec.Inputs).DetachFromDisposeScope();
        Whiten = torch.eye(spec.Inputs).DetachFromDisposeScope();
    }

    /// <summary>Sizes.</summary>
    public PixelCnnSpec Spec { get; }

    /// <summary>Whether hidden layers are in bfloat16; what the means are made of is not.</summary>
    public bool Bf16 { get; init; }

    /// <summary>The outputs of the first layer without activation: what a linear predictor sees.</summary>
    public Linear LinearLayer { get; }

    /// <summary>The first hidden layer.</summary>
    public Linear First { get; }

    /// <summary>The other hidden layers.</summary>
    public ModuleList<Linear> Deep { get; }

    /// <summary>The hidden layer of each channel.</summary>
    public ModuleList<Linear> Head { get; }

    /// <summary>The last layer of each channel.</summary>
    public ModuleList<Linear> Out { get; }

    /// <summary>How the linear outputs depend on the rate.</summary>
    public Parameter LinearRate { get; }

    /// <summary>How the first hidden layer depends on it.</summary>
    public Parameter FirstRate { get; }

    /// <summary>Mean of the windows, [inputs].</summary>
    public torch.Tensor Centre { get; }

    /// <summary>What decorrelates them, [inputs, inputs]: white = (window - centre) whiten.</summary>
    public torch.Tensor Whiten { get; }

    /// <summary>Bits of every colour of every pixel, [n, colours]; zero where it does not count.</summary>
    public torch.Tensor Bits(PixelBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return torch.stack([.. Distributions(batch.Window, batch.Rate, batch.Pixel)
            .Select((d, c) => PixelLikelihood.Bits(d, batch.Value.select(1, c), Spec))], 1)
            * batch.Count;
    }

    /// <summary>For each colour: logits, means and log2 scales, [n, 3 components].</summary>
    /// <param name="window">[n, inputs].</param>
    /// <param name="rate">-2 to 2, [n].</param>
    /// <param name="pixel">[n, colours]; a colour's distribution is made of those before it when it is asked for.</param>
    public IEnumerable<torch.Tensor> Distributions(torch.Tensor window, torch.Tensor rate, torch.Tensor pixel)
    {
        torch.Tensor weight = torch.cat([LinearLayer.weight, First.weight], 0).matmul(Whiten.t());
        torch.Tensor bias = torch.cat([LinearLayer.bias!, First.bias!], 0) - weight.matmul(Centre);
        torch.Tensor seen = torch.addmm(bias, window, weight.t(), 1, 1)
            + rate.unsqueeze(1) * torch.cat([LinearRate, FirstRate], 0);
        torch.Tensor line = seen.narrow(1, 0, Spec.Linear), h = functional.leaky_relu(seen.narrow(1, Spec.Linear, Spec.Hidden), Slope);
        foreach (Linear layer in Deep)
            h = functional.leaky_relu(Hidden(layer, h), Slope);
        for (int c = 0; c < Spec.Colours; c++)
        {
            torch.Tensor before = pixel.narrow(1, 0, c) - line.narrow(1, 0, c);
            torch.Tensor t = functional.leaky_relu(Hidden(Head[c], torch.cat([h.@float(), line, before], 1)), Slope);
            yield return Out[c].call(torch.cat([t.@float(), line, before], 1));
        }
    }

    private torch.Tensor Hidden(Linear layer, torch.Tensor x)
    {
        torch.ScalarType type = Bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        return functional.linear(x.to(type), layer.weight.to(type), layer.bias!.to(type));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Centre.Dispose();
            Whiten.Dispose();
        }

        base.Dispose(disposing);
    }
}
