using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Refinement;

/// <summary>Rate multipliers for one picture: coordinate descent from those asked for to where the objective is lower, all layers together
/// first, then each by itself from the finest up. The objective keeps the multipliers asked for.</summary>
internal static class BetaSearch
{
    /// <summary>Grid points of <see cref="RateMultiplier"/> that a layer goes up or down.</summary>
    private const int Step = 6;

    /// <summary>The best setting found.</summary>
    /// <param name="encoding">Encodes, without refinement.</param>
    /// <param name="asked">The setting asked for.</param>
    /// <param name="tries">At most so many encodings beside the first.</param>
    /// <param name="progress">From 0 to 1.</param>
    public static RateVector Find(LossyEncoding encoding, RateVector asked, int tries, IProgress<double>? progress)
    {
        if (tries == 0)
            return asked;
        Objective objective = encoding.Objective(asked);
        RateVector beta = asked;
        double least = Value(beta);
        int tried = 0;
        foreach (int[] layers in Moves(beta.Count))
        {
            foreach (int step in new[] { Step, -Step })
            {
                if (tried == tries)
                    return beta;
                RateVector moved = beta.Moved(layers, step);
                double value = Value(moved);
                progress?.Report((double)++tried / tries);
                if (value < least)
                {
                    (least, beta) = (value, moved);
                    break;
                }
            }
        }

        return beta;

        double Value(RateVector setting) => objective.Of(encoding.Run(setting, true));
    }

    private static IEnumerable<int[]> Moves(int layers) => [[.. Enumerable.Range(0, layers)],
        .. Enumerable.Range(0, layers).Reverse().Select(layer => new[] { layer })];
}
