using VaeCodec.Bitstream.Tables;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;

namespace VaeCodec.Boundary;

/// <summary>From a deviation (mu_q - mu_p) / step to the integer that is coded. Inside the picture that is the nearest one: the trained
/// posterior has weighed rate against distortion already (rate-distortion optimised quantisation on top of it cost 2-5 % BD-rate). At
/// the picture's edge only a share s of a position counts, which the network cannot know: there it is the integer (the nearest, the one
/// before it, or zero) with the least s (k - d)^2 + (1 - s) * weight * bits(k).</summary>
internal static class SymbolChoice
{
    /// <summary>What a bit costs, in squared steps: ln 2 / 6, by high-rate theory for D + beta R.</summary>
    private const double BitWeight = 0.11552453;

    /// <summary>Chooses the symbols of a strip of a layer.</summary>
    public static void Choose(ReadOnlySpan<float> deviations, ReadOnlySpan<byte> scales, int channels, in CodedArea area, in Strip rows,
        Span<int> symbols)
    {
        LatentDeviations.Round(deviations, symbols);
        int at = 0;
        for (int y = rows.Top; y < Math.Min(rows.Bottom, area.Height); y++)
        {
            for (int x = area.FirstPartial(y); x < area.Width; x++)
            {
                float covered = area.Covered(y, x);
                int first = at + x * channels;
                for (int i = first; i < first + channels; i++)
                    symbols[i] = Choose(deviations[i], symbols[i], scales[i], covered);
            }

            at += area.Width * channels;
        }
    }

    private static int Choose(float deviation, int nearest, byte scale, float covered)
    {
        if (nearest == 0)
            return nearest;
        int inner = nearest - Math.Sign(nearest);
        int best = Cost(inner) < Cost(nearest) ? inner : nearest;
        return best != 0 && Cost(0) < Cost(best) ? 0 : best;

        double Cost(int k) => covered * (k - deviation) * (k - deviation) + (1 - covered) * BitWeight * ScaleTables.Bits(scale, k);
    }
}
