using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Network;

namespace VaeCodec.Train.Training;

/// <summary>What share of a step each value of the weights takes: where a network starts from a trained one, it has less to learn than
/// what is new, or nothing at all.</summary>
internal static class StepShares
{
    /// <summary>Throws unless two networks have the same decoder: one that stays as it is must not grow.</summary>
    /// <exception cref="InvalidDataException">They have not.</exception>
    public static void RequireDecoderOf(HvaeNetwork released, HvaeNetwork trained)
    {
        ArgumentNullException.ThrowIfNull(released);
        ArgumentNullException.ThrowIfNull(trained);
        if (!Decoder(released).SequenceEqual(Decoder(trained)))
        {
            throw new InvalidDataException(
                "'trained_part' is \"encoder\", but the decoder of 'spec' is not that of the file that 'start' names");
        }

        static IEnumerable<string> Decoder(HvaeNetwork network)
        {
            HashSet<string> others = [.. network.EncoderParameters];
            return network.Parameters.Where(p => !others.Contains(p.Name)).Select(p => $"{p.Name} {string.Join(' ', p.Shape)}")
                .Order(StringComparer.Ordinal);
        }
    }

    /// <summary>Shares as a config says.</summary>
    /// <param name="config">The run's.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="inherited">By parameter: 1 for a value of the smaller network, 0 for a new one; null where nothing has grown.</param>
    public static TorchParameters Create(TrainConfig config, HvaeNetwork network, Dictionary<string, float[]>? inherited)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(network);
        HashSet<string>? moving = config.TrainedPart == TrainConfig.Encoder ? [.. network.EncoderParameters] : null;
        return TorchParameters.Create(network, (name, shape) =>
        {
            float[] shares = new float[shape.Aggregate(1, (a, b) => a * b)];
            if (moving is not null && !moving.Contains(name))
                return shares;
            for (int i = 0; i < shares.Length; i++)
                shares[i] = inherited is null || inherited[name][i] == 0 ? 1 : (float)config.InheritedRate;
            return shares;
        }, config.Device);
    }
}
