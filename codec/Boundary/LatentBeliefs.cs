using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Grid;

namespace VaeCodec.Boundary;

/// <summary>From a small model's floats to the logistics that bits-back coding takes for its latents. ARCHIVE.md, "Image model".</summary>
internal static class LatentBeliefs
{
    /// <summary>Units of a latent's mean and value.</summary>
    public const float Units = 1 << LatentBins.FractionBits;

    /// <summary>Rounds means and log2 scales.</summary>
    public static void Round(ReadOnlySpan<float> means, ReadOnlySpan<float> log2Scales, Span<LatentLogistic> beliefs)
    {
        for (int i = 0; i < beliefs.Length; i++)
        {
            float mean = MixtureParameters.Clamp(means[i] * Units, -LatentLogistic.MaxMean, LatentLogistic.MaxMean);
            float scale = MixtureParameters.Clamp(log2Scales[i] - LatentLogistic.LowestLog2Scale, 0, ScaleGrid.Octaves);
            beliefs[i] = new((int)MathF.Round(mean), (int)MathF.Round(ScaleGrid.PerOctave * scale));
        }
    }
}
