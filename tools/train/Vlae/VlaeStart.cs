using TorchSharp;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>Starting weights: small outputs. A mixture already knows what values MNIST has (black, three whites, and what lies between);
/// log-odds, that most pixels are black.</summary>
internal static class VlaeStart
{
    private const double Inputs = 0.4, Outputs = 0.2, Posterior = 0.5, Prior = 0.1, Log2Scale = -1, LogOdds = -2;

    // Of the mixture, in gray levels: log-weights, means and log2 scales of those that stand alone; the rest between.
    private static readonly float[] s_logits = [5, 1, 1, 1], s_means = [-16, 253, 254, 255.5f], s_scales = [-1, -2, -2, -2];
    private const float FirstBetween = 30, LastBetween = 220, ScaleBetween = 4;

    /// <summary>Overwrites parameters.</summary>
    /// <param name="net">With random parameters.</param>
    /// <param name="gain">Of the chains' weights; the root of 6 keeps the variance through leaky layers (He et al. 2015, arXiv:1502.01852,
    /// equation 15).</param>
    public static void Apply(VlaeNetwork net, double gain)
    {
        ArgumentNullException.ThrowIfNull(net);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        foreach (ChainLayer layer in net.Chains.SelectMany(c => c.Layers))
            layer.Rescale(layer == net.Encoder.Layers[0] ? Inputs : gain);
        net.Pixels.Out.weight.mul_(Outputs);
        if (net.Spec.Pixels.IsBinary)
            net.Pixels.Out.bias!.fill_(LogOdds);
        else
            net.Pixels.Out.bias!.copy_(Mixture(net.Spec.Pixels.Components));
        net.Pixels.OfX.mul_(Inputs);
        for (int g = 0; g < net.Spec.Groups.Count; g++)
        {
            int latents = net.Spec.Groups[g].Latents;
            ChainLayer last = (net.Posteriors[g].Layers.Count > 0 ? net.Posteriors[g] : net.Encoder).Layers[^1];
            last.Rescale(Posterior);
            last.Bias.narrow(0, latents, last.Outputs - latents).fill_(Log2Scale);
            if (net.Priors[g].Layers is [.., ChainLayer prior])
            {
                prior.Rescale(Prior);
                prior.Bias.fill_(0);
            }
        }
    }

    /// <summary>Whether a mixture has a component for each of the values that stand alone.</summary>
    public static bool Fits(VlaeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Pixels.IsBinary || spec.Pixels.Components >= s_logits.Length;
    }

    private static torch.Tensor Mixture(int components)
    {
        int between = components - s_logits.Length;
        float[] means = [.. s_means, .. Enumerable.Range(0, between).Select(i
            => between == 1 ? FirstBetween : FirstBetween + (LastBetween - FirstBetween) * i / (between - 1))];
        return TensorValues.Tensor([.. s_logits, .. new float[between], .. means.Select(m => (m - 128) / 32), .. s_scales,
            .. Enumerable.Repeat(ScaleBetween, between)], 3 * components);
    }
}
