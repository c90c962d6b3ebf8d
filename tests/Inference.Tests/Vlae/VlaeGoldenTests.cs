using System.Text.Json;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Vlae;
using Xunit;

namespace VaeCodec.Inference.Tests.Vlae;

/// <summary>Image models compute what their definition in PyTorch did, up to the order of sums. The trainer's tests hold the network of
/// tools/train/Vlae to the same and compare it with the engine.</summary>
public class VlaeGoldenTests
{
    private const float Tolerance = 2e-4f;

    [Theory]
    [InlineData("vlae")]
    [InlineData("vlae-ladder")]
    [InlineData("vlae-flow")]
    [InlineData("vlae-swap")]
    public void PosteriorsPriorsAndParametersAreThoseOfPyTorch(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "Goldens", name + ".json")));
        JsonElement root = golden.RootElement;
        var engine = new VlaeEngine(new(VlaeWeights.Parse(root.GetProperty("weights").GetBytesFromBase64())), new());
        byte[] picture = [.. root.GetProperty("picture").EnumerateArray().Select(v => v.GetByte())];
        JsonElement[] groups = [.. root.GetProperty("groups").EnumerateArray()];
        float[] latents = [.. groups.SelectMany(group => Floats(group.GetProperty("latents")))];

        engine.See(picture);
        for (int group = 0; group < groups.Length; group++)
        {
            float[] posterior = Floats(groups[group].GetProperty("posterior")), prior = Floats(groups[group].GetProperty("prior"));
            float[] mean = new float[posterior.Length / 2], scale = new float[mean.Length];
            engine.Posterior(group, latents, mean, scale);
            AssertNear(posterior, [.. mean, .. scale]);
            for (int i = 0; i < mean.Length; i++)
            {
                engine.Prior(group, i, latents, mean, scale);
                AssertNear([prior[i], prior[mean.Length + i]], [mean[i], scale[i]]);
            }
        }

        float[][] expected = [.. root.GetProperty("parameters").EnumerateArray().Select(Floats)];
        engine.Pixels(latents, band => new Comparison(band, picture, expected));
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - Tolerance, expected[i] + Tolerance);
    }

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetSingle())];

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
