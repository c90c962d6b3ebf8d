using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;
using static System.FormattableString;

namespace VaeCodec.Rates;

/// <summary>Holds multipliers that a user gives to what the model has seen in training: beyond it more bits may give a worse
/// picture.</summary>
internal static class TrainedBeta
{
    /// <summary>One multiplier for each layer.</summary>
    /// <param name="beta">One for each layer, coarsest first, or one for all.</param>
    /// <param name="model">Whose layers they are.</param>
    /// <exception cref="VaeCodecException">BadArgument: as many as the model has no layers, one outside of its range, or two that lie
    /// too far apart.</exception>
    public static RateVector Of(IReadOnlyList<double> beta, HvaeModel model)
    {
        int layers = model.Network.Layers.Count;
        RateRange range = model.Range;
        if (beta.Count != 1 && beta.Count != layers)
            throw Bad($"{beta.Count} values of beta are given; give 1 or {layers}");
        byte low = RateMultiplier.FromLog2(range.Log2Low), high = RateMultiplier.FromLog2(range.Log2High);
        foreach (double value in beta)
        {
            if (RateMultiplier.Nearest(value) is byte index && (index < low || index > high))
                throw Bad($"beta {value} is not between {Beta(low):g4} and {Beta(high):g4}, the range that the model was trained for");
        }

        double apart = Math.Log2(beta.Max() / beta.Min());
        if (apart > range.Split + 1.0 / RateMultiplier.PerOctave)
            throw Bad($"the betas lie {apart:f2} octaves apart, and the model was trained for {range.Split} at most");
        return RateVector.Nearest(beta, layers);
    }

    private static double Beta(byte index) => RateMultiplier.Value(index);

    private static VaeCodecException Bad(FormattableString message) => new(VaeCodecErrorKind.BadArgument, Invariant(message));
}
