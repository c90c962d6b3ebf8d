using System.Globalization;
using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec;

/// <summary>From what a user asks for to one rate multiplier per latent layer.</summary>
internal static class RateControl
{
    /// <summary>Quality 0..100 is linear in log beta over the range that the model was trained on, high beta (few bits) first.</summary>
    public static byte[] BetaIndices(EncoderOptions options, InferenceModel model)
    {
        int layers = model.Network.Layers.Count;
        if (options.Beta is { } beta)
            return FromBeta(beta, layers);
        if (!(options.Quality is >= 0 and <= 100))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"quality {options.Quality.ToString(CultureInfo.InvariantCulture)} is not between 0 and 100");
        RateRange range = model.Range;
        double log2 = range.Log2High + (range.Log2Low - range.Log2High) * options.Quality / 100;
        var indices = new byte[layers];
        Array.Fill(indices, RateMultiplier.FromLog2(log2));
        return indices;
    }

    private static byte[] FromBeta(IReadOnlyList<double> beta, int layers)
    {
        if (beta.Count != 1 && beta.Count != layers)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"{beta.Count} values of beta are given; give 1 or {layers}");
        double low = RateMultiplier.Value(0), high = RateMultiplier.Value(255);
        foreach (double b in beta)
        {
            if (!(b >= low && b <= high))
                throw new VaeCodecException(VaeCodecErrorKind.BadArgument, string.Create(CultureInfo.InvariantCulture, $"beta {b} is not between {low:g4} and {high:g4}"));
        }

        return [.. Enumerable.Range(0, layers).Select(i => RateMultiplier.Nearest(beta[beta.Count == 1 ? 0 : i]))];
    }
}
