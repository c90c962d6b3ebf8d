using TorchSharp;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Tests.Vlae;

/// <summary>The codec's engine computes what the trainer's network does, up to the order of sums.</summary>
internal static class EngineParity
{
    private const double Relative = 1e-3, Absolute = 1e-3;

    public static void Assert(VlaeEngine engine, byte[] picture, IReadOnlyList<LatentGroup> groups, torch.Tensor parameters)
    {
        float[] latents = [.. groups.SelectMany(g => g.Z.Values())];
        engine.See(picture);
        foreach ((int g, LatentGroup group) in groups.Index())
        {
            float[] mean = new float[group.Z.shape[1]], scale = new float[mean.Length];
            float[] priorMean = group.Prior.Mean.Values(), priorScale = group.Prior.Log2Scale.Values();
            engine.Posterior(g, latents, mean, scale);
            AssertNear(Means(group.Posterior.Mean.Values()), Means(mean));
            AssertNear(Scales(group.Posterior.Log2Scale.Values()), Scales(scale));
            for (int i = 0; i < mean.Length; i++)
            {
                engine.Prior(g, i, latents, mean, scale);
                AssertNear(Means([priorMean[i]]), Means([mean[i]]));
                AssertNear(Scales([priorScale[i]]), Scales([scale[i]]));
            }
        }

        float[] all = parameters.Values();
        int each = (int)parameters.shape[1];
        engine.Pixels(latents, band => new Comparison(band, picture, [.. all.Chunk(each)]));
    }

    // Within the limits by which the codec looks up its tables (LatentBeliefs).
    private static float[] Means(float[] means) => Array.ConvertAll(means, mean => Math.Clamp(mean, -VlaeSpec.MostMean, VlaeSpec.MostMean));

    private static float[] Scales(float[] log2Scales)
        => Array.ConvertAll(log2Scales, scale => Math.Clamp(scale, VlaeSpec.LowestLog2Scale, VlaeSpec.HighestLog2Scale));

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Xunit.Assert.Equal(expected[i], actual[i], Absolute + Relative * Math.Abs(expected[i]));
    }

    private sealed class Comparison(PixelCnnBand band, byte[] picture, float[][] expected) : IPixelCnnCoder
    {
        public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
        {
            for (int i = 0; i < count; i++)
            {
                int y = row + i, x = column - band.RowLag * i, at = y * band.Width + x;
                AssertNear(expected[at], parameters.Slice(i * stride, band.Spec.Parameters));
                band.Set(channel, y, x, picture[at]);
            }
        }
    }
}
