using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;

namespace VaeCodec.Train.Network;

/// <summary>Random parameters as PyTorch draws them (uniform within 1 / sqrt(fan-in)), but for the blocks: conv1 a tenth of that, and FiLM
/// scales of one and shifts of zero, so that a new network is nearly linear (hvae.py, class Block).</summary>
internal static class RandomStart
{
    /// <summary>Parameters that depend on the seed alone.</summary>
    public static TorchParameters Create(HvaeNetwork network, ulong seed, string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(network);
        var random = new CounterRandom(seed, CounterRandom.Stream.Weights, 0);
        var fanIn = network.Parameters.Where(p => p.Name.EndsWith(".weight", StringComparison.Ordinal))
            .ToDictionary(p => p.Name[..^".weight".Length], p => p.Shape.Skip(1).Aggregate(1, (a, b) => a * b));
        var channels = network.Blocks.ToDictionary(b => b.Film.Name, b => b.Channels);
        return TorchParameters.Create(network, (name, shape) =>
        {
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            if (name == HvaeNetwork.TopName || name.EndsWith(".film.weight", StringComparison.Ordinal)
                || name.EndsWith(".conv1.bias", StringComparison.Ordinal))
                return values;
            if (name.EndsWith(".film.bias", StringComparison.Ordinal))
            {
                values.AsSpan(0, channels[name[..^".bias".Length]]).Fill(1f);
                return values;
            }

            double bound = 1 / Math.Sqrt(fanIn[name[..name.LastIndexOf('.')]]);
            if (name.EndsWith(".conv1.weight", StringComparison.Ordinal))
                bound *= 0.1;
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(bound * (2 * random.NextDouble() - 1));
            return values;
        }, device);
    }
}
