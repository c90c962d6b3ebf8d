using TorchSharp;
using TorchSharp.Modules;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Between the weights that are trained, for whitened windows, and those of the file, for plain ones.</summary>
internal static class PixelCnnFolding
{
    private static readonly string[] s_whitened = ["linear", "first"];

    /// <summary>The weight file's tensors.</summary>
    /// <param name="net">Has the whitening.</param>
    /// <param name="parameters">Of the network, by name: its own, or their means.</param>
    public static IReadOnlyList<(string Name, int[] Shape, float[] Values)> Fold(PixelCnnNetwork net,
        IReadOnlyDictionary<string, torch.Tensor> parameters)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        var folded = new Dictionary<string, torch.Tensor>(parameters);
        foreach (string layer in s_whitened)
        {
            torch.Tensor w = Double(parameters[$"{layer}.weight"]).matmul(Double(net.Whiten).t());
            folded[$"{layer}.bias"] = Double(parameters[$"{layer}.bias"]) - w.matmul(Double(net.Centre));
            folded[$"{layer}.weight"] = w;
        }

        return [.. folded.Select(p => (p.Key, Array.ConvertAll(p.Value.shape, s => (int)s), p.Value.Values()))];
    }

    /// <summary>Gives a network the weights of a file, under its own whitening; also of a narrower network, whose missing units stay as
    /// they are, and nothing that was there before hears them.</summary>
    /// <exception cref="InvalidDataException">The file's network does not fit into this one.</exception>
    public static void Load(PixelCnnNetwork net, SafeTensors file, PixelCnnSpec spec)
    {
        RequireFit(net.Spec, spec);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        using var narrow = new PixelCnnNetwork(spec);
        torch.Tensor inverse = torch.linalg.inv(Double(net.Whiten)).t();
        var state = narrow.named_parameters().ToDictionary(p => p.name, p => Double(TensorValues.Tensor(
            file.Read(p.name, Array.ConvertAll(p.parameter.shape, s => (int)s)), p.parameter.shape)));
        foreach (string layer in s_whitened)
        {
            torch.Tensor w = state[$"{layer}.weight"];
            state[$"{layer}.bias"] += w.matmul(Double(net.Centre));
            state[$"{layer}.weight"] = w.matmul(inverse);
        }

        foreach ((string name, Parameter parameter) in net.named_parameters())
        {
            torch.Tensor old = state[name];
            if (parameter.dim() == 2 && parameter.shape[1] > old.shape[1])
            {
                // New units come behind the old ones and before what follows them.
                long at = name.StartsWith("out.", StringComparison.Ordinal) ? spec.Head : spec.Hidden;
                torch.Tensor nothing = torch.zeros(old.shape[0], parameter.shape[1] - old.shape[1], torch.ScalarType.Float64);
                old = torch.cat([old.narrow(1, 0, at), nothing, old.narrow(1, at, old.shape[1] - at)], 1);
            }

            parameter.narrow(0, 0, old.shape[0]).copy_(old);
        }
    }

    private static void RequireFit(PixelCnnSpec to, PixelCnnSpec old)
    {
        bool fits = old.Hidden <= to.Hidden && old.Head <= to.Head && old.Log2Scale.SequenceEqual(to.Log2Scale)
            && old with { Hidden = to.Hidden, Head = to.Head, Log2Scale = to.Log2Scale } == to;
        if (!fits)
        {
            throw new InvalidDataException("the starting weights are of a network that differs in more than 'hidden' and 'head', or "
                + "is wider");
        }
    }

    private static torch.Tensor Double(torch.Tensor tensor) => tensor.detach().to(torch.ScalarType.Float64);
}
