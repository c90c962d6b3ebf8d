using TorchSharp;
using VaeCodec.Networks.Layers;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vlae;

/// <summary>Convolutions with a leaky ReLU between them; a pixel shuffle belongs to its convolution. All but the last may be
/// normalised.</summary>
internal sealed class Chain : Module
{
    private const double Slope = 0.1;
    private readonly IReadOnlyList<ConvolutionSpec> _specs;

    /// <summary>Random weights; no layers give nothing.</summary>
    public Chain(IReadOnlyList<ConvolutionSpec> specs, Normalisation normalisation)
        : base(nameof(Chain))
    {
        ArgumentNullException.ThrowIfNull(specs);
        _specs = specs;
        Layers = [.. specs.Select((s, i) => new ChainLayer(s, i + 1 < specs.Count ? normalisation : Normalisation.None))];
        foreach ((int i, ChainLayer layer) in Layers.Index())
            register_module($"{i}", layer);
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<ChainLayer> Layers { get; }

    /// <summary>The names that the layers have in a weight file.</summary>
    public IEnumerable<(string Name, ChainLayer Layer)> Named => _specs.Zip(Layers, (s, layer) => (s.Name, layer));

    /// <summary>[N, in, H, W] to what the last layer makes of it.</summary>
    public torch.Tensor Run(torch.Tensor x)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            x = Layers[i].Run(x);
            if (_specs[i].Shuffle > 1)
                x = functional.pixel_shuffle(x, _specs[i].Shuffle);
            if (i + 1 < Layers.Count)
                x = functional.leaky_relu(x, Slope);
        }

        return x;
    }

    /// <summary>The same for vectors, [N, in] to [N, out].</summary>
    public torch.Tensor RunDense(torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x.unsqueeze(2).unsqueeze(3)).flatten(1);
    }

    /// <summary>Holds weights at zero so that outputs j and n + j see the inputs before above + j only: a masked network (Germain et al.
    /// 2015, MADE, arXiv:1502.03509).</summary>
    /// <param name="above">Inputs that all outputs may see.</param>
    /// <param name="n">Inputs that come after them, and half of the outputs.</param>
    public void MaskAutoregressive(int above, int n)
    {
        int[] seen = [.. Enumerable.Repeat(0, above), .. Enumerable.Range(1, n)];
        foreach ((int i, ChainLayer layer) in Layers.Index())
        {
            int units = layer.Outputs;
            int[] now = [.. Enumerable.Range(0, units).Select(u => i + 1 == Layers.Count ? u % n : u * n / units)];
            layer.Mask = torch.tensor([.. now.SelectMany(to => seen.Select(from => to >= from ? 1f : 0f))], [units, seen.Length, 1, 1]);
            seen = now;
        }
    }

    /// <summary>Holds the first layer's weights of the inputs from some on at zero.</summary>
    public void HideInputs(int from)
    {
        using IDisposable guard = torch.no_grad();
        torch.Tensor mask = torch.ones_like(Layers[0].Weight);
        mask.narrow(1, from, mask.shape[1] - from).fill_(0);
        Layers[0].Mask = mask;
    }
}
