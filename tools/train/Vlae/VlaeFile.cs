using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>Between a network and its weight file, which has normalisation, fixed zeros and weighing folded into plain weights. A pixel's
/// window has three equal channels of x there, of which the first counts.</summary>
internal static class VlaeFile
{
    private const int Channels = PixelCnnSpec.MostColours;

    /// <summary>The weight file's tensors.</summary>
    /// <param name="net">Not in training.</param>
    public static IReadOnlyList<(string Name, int[] Shape, float[] Values)> Fold(VlaeNetwork net)
    {
        ArgumentNullException.ThrowIfNull(net);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        var tensors = new List<(string Name, torch.Tensor Tensor)>();
        foreach ((string name, ChainLayer layer) in net.Chains.SelectMany(c => c.Named))
        {
            (torch.Tensor w, torch.Tensor b) = layer.Plain();
            tensors.AddRange([($"{name}.weight", w), ($"{name}.bias", b)]);
        }

        PixelDecoder pixels = net.Pixels;
        torch.Tensor x = pixels.OfX * pixels.Weighing, nothing = torch.zeros_like(x);
        torch.Tensor window = torch.cat([torch.stack([x, nothing, nothing], 2).flatten(1), pixels.OfY.permute(0, 2, 3, 1).flatten(1)], 1);
        int linear = net.Spec.Pixels.Linear, hidden = net.Spec.Pixels.Hidden;
        foreach ((string name, int from, int rows) in ((string, int, int)[])[("linear", 0, linear), ("first", linear, hidden)])
            tensors.AddRange([($"{name}.weight", window.narrow(0, from, rows)), ($"{name}.bias", pixels.Bias.narrow(0, from, rows))]);
        foreach ((string name, TorchSharp.Modules.Linear layer) in Dense(pixels))
            tensors.AddRange([($"{name}.weight", layer.weight), ($"{name}.bias", layer.bias!)]);
        return [.. tensors.Select(t => (t.Name, Array.ConvertAll(t.Tensor.shape, s => (int)s), t.Tensor.Values()))];
    }

    /// <summary>The network of a weight file, ready to measure.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static VlaeNetwork Load(ReadOnlyMemory<byte> file)
    {
        var weights = VlaeWeights.Parse(file);
        var net = new VlaeNetwork(weights.Spec);
        net.eval();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        VlaeWeights.Layer[] layers = [.. weights.Encoder, .. weights.Decoder, .. weights.Posteriors.SelectMany(c => c),
            .. weights.Priors.SelectMany(c => c)];
        foreach ((VlaeWeights.Layer from, ChainLayer to) in layers.Zip(net.Chains.SelectMany(c => c.Layers)))
        {
            to.Weight.copy_(TensorValues.Tensor(from.Weights, to.Weight.shape));
            to.Bias.copy_(TensorValues.Tensor(from.Bias, to.Bias.shape));
        }

        LoadPixels(net.Pixels, SafeTensors.Parse(file));
        return net;
    }

    private static void LoadPixels(PixelDecoder pixels, SafeTensors file)
    {
        PixelCnnSpec spec = pixels.Spec;
        torch.Tensor window = torch.cat([Read("linear.weight", spec.Linear, spec.Inputs), Read("first.weight", spec.Hidden, spec.Inputs)],
            0);
        torch.Tensor x = window.narrow(1, 0, spec.CausalInputs).view(spec.Linear + spec.Hidden, -1, Channels);
        pixels.Weighing.fill_(1);
        pixels.OfX.copy_(x.select(2, 0));
        pixels.OfY.copy_(window.narrow(1, spec.CausalInputs, spec.Inputs - spec.CausalInputs)
            .view(-1, spec.BaseWindow, spec.BaseWindow, VlaeSpec.Features).permute(0, 3, 1, 2));
        pixels.Bias.copy_(torch.cat([Read("linear.bias", spec.Linear), Read("first.bias", spec.Hidden)], 0));
        foreach ((string name, TorchSharp.Modules.Linear layer) in Dense(pixels))
        {
            layer.weight.copy_(Read($"{name}.weight", layer.weight.shape));
            layer.bias!.copy_(Read($"{name}.bias", layer.bias!.shape));
        }

        torch.Tensor Read(string name, params long[] shape)
            => TensorValues.Tensor(file.Read(name, Array.ConvertAll(shape, s => (int)s)), shape);
    }

    private static IEnumerable<(string Name, TorchSharp.Modules.Linear Layer)> Dense(PixelDecoder pixels)
        => [.. pixels.Deep.Select((layer, i) => ($"deep.{i}", layer)), ("head.0", pixels.Head), ("out.0", pixels.Out)];
}
