using System.Text.Json;
using VaeCodec.Networks;
using Xunit;

namespace VaeCodec.Inference.Tests;

/// <summary>The image model computes what its PyTorch twin does (tools/train/gpu/vlae.py), up to the order of sums; make_vlae_goldens.py writes the file.</summary>
public class VlaeGoldenTests
{
    private const float Tolerance = 2e-4f;

    [Fact]
    public void Posterior_and_parameters_are_those_of_PyTorch()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "vlae.json")));
        JsonElement root = golden.RootElement;
        var engine = new VlaeEngine(new(VlaeWeights.Parse(root.GetProperty("weights").GetBytesFromBase64())), new());
        byte[] picture = [.. root.GetProperty("picture").EnumerateArray().Select(v => v.GetByte())];
        float[] latents = Floats(root.GetProperty("latents")), mean = new float[latents.Length], scale = new float[latents.Length];

        engine.See(picture);
        engine.Posterior(0, latents, mean, scale);
        AssertNear(Floats(root.GetProperty("posterior")), [.. mean, .. scale]);
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

    private sealed class Comparison(PixelBand band, byte[] picture, float[][] expected) : IPixelCoder
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
