using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Network;

/// <summary>Which latent channels a network uses: those that carry symbols other than zero.</summary>
internal sealed class LatentUsage
{
    private readonly Dictionary<string, double[]> _energy = [];

    /// <summary>Mean squared symbol of every channel of a layer, over the pictures that were looked at.</summary>
    public IReadOnlyList<double> Energy(HvaeLayerSpec layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return _energy[layer.Name];
    }

    /// <summary>The channels that are used most, in their order.</summary>
    public IReadOnlyList<int> Best(HvaeLayerSpec layer, int count)
        => [.. Energy(layer).Select((energy, channel) => (energy, channel)).OrderByDescending(c => c.energy).Take(count)
            .Select(c => c.channel).Order()];

    /// <summary>Looks at a batch, coded at several rates over the trained range.</summary>
    /// <param name="parameters">Of the network.</param>
    /// <param name="picture">[N, 3, H, W].</param>
    public static LatentUsage Of(TorchParameters parameters, torch.Tensor picture)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(picture);
        var usage = new LatentUsage();
        var range = RateRange.Of(parameters.Network.Spec);
        using IDisposable guard = torch.no_grad();
        foreach (double u in new[] { 0.05, 0.35, 0.65, 0.95 })
        {
            using DisposeScope scope = torch.NewDisposeScope();
            float[] rates = [.. Enumerable.Repeat((float)(range.Log2Low + u * (range.Log2High - range.Log2Low)),
                (int)picture.shape[0] * parameters.Network.Layers.Count)];
            RateDistortion.Measure(new(parameters), picture, TensorValues.Tensor(rates, picture.shape[0], parameters.Network.Layers.Count),
                steps => new Observing(parameters.Network.Spec, steps, usage));
        }

        return usage;
    }

    /// <summary>Quantises, and notes the symbols.</summary>
    private sealed class Observing(HvaeSpec spec, torch.Tensor[] log2Steps, LatentUsage usage) : QuantisedLatents(spec, log2Steps)
    {
        private readonly torch.Tensor[] _log2Steps = log2Steps;

        public override torch.Tensor Resolve(HvaeLayerSpec layer, torch.Tensor prior, torch.Tensor? posterior)
        {
            torch.Tensor symbols = ((posterior! - prior.narrow(1, 0, layer.Latents)) * (-_log2Steps[layer.Index]).exp2()).round();
            float[] energy = symbols.square().mean([0, 2, 3]).Values();
            double[] sums = usage._energy.TryGetValue(layer.Name, out double[]? known) ? known
                : usage._energy[layer.Name] = new double[layer.Latents];
            for (int i = 0; i < sums.Length; i++)
                sums[i] += energy[i];
            return base.Resolve(layer, prior, posterior);
        }
    }
}
