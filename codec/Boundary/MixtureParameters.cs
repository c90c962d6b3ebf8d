using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Boundary;

/// <summary>From the pixel network's floats to the integers that the coder's frequencies are made of. FORMAT.md, "Exact pixels".</summary>
internal static class MixtureParameters
{
    private const float MostAttenuation = PixelGrid.MaxAttenuation / (float)ScaleGrid.PerOctave;

    /// <summary>Rounds the logits, means and log2 scales of a mixture.</summary>
    /// <param name="parameters">3 * components floats.</param>
    /// <param name="components">Receives the mixture.</param>
    public static void Round(ReadOnlySpan<float> parameters, Span<MixtureComponent> components)
    {
        int n = components.Length;
        float highest = parameters[0];
        for (int k = 1; k < n; k++)
            highest = parameters[k] > highest ? parameters[k] : highest;
        for (int k = 0; k < n; k++)
        {
            float below = Clamp(highest - parameters[k], 0, MostAttenuation);
            // gray level = 32 m + 128, in 64ths
            float mean = Clamp(MathF.FusedMultiplyAdd(parameters[n + k], 2048, 8192), PixelGrid.MinMean, PixelGrid.MaxMean);
            float scale = Clamp(parameters[2 * n + k] - ScaleGrid.LowestLog2, 0, ScaleGrid.Octaves);
            components[k] = new((int)MathF.Round(ScaleGrid.PerOctave * below), (int)MathF.Round(mean),
                (int)MathF.Round(ScaleGrid.PerOctave * scale));
        }
    }

    /// <summary>A NaN becomes the lowest value, like everything that is not above it.</summary>
    internal static float Clamp(float value, float low, float high) => value > low ? value < high ? value : high : low;
}
