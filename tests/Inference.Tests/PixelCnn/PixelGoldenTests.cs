using System.Text.Json;
using VaeCodec.Inference.Reference;
using VaeCodec.Networks.PixelCnn;
using Xunit;

namespace VaeCodec.Inference.Tests.PixelCnn;

/// <summary>The pixel network computes what PyTorch did of the same weights and window (Goldens/pixelcnn.json), up to the order of
/// sums.</summary>
public class PixelGoldenTests
{
    private const float Tolerance = 2e-4f;

    [Fact]
    public void ParametersAreThoseOfPyTorch()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "Goldens", "pixelcnn.json")));
        JsonElement root = golden.RootElement;
        PixelCnnWeights weights = PixelCnnWeights.Parse(root.GetProperty("weights").GetBytesFromBase64());
        float[] window = Normalised(root.GetProperty("window")), pixel = Normalised(root.GetProperty("pixel"));
        var network = new ReferencePixelCnn(weights, root.GetProperty("rate").GetSingle());
        network.See(window);
        for (int c = 0; c < 3; c++)
        {
            float[] actual = network.Parameters(c, pixel.AsSpan(0, c));
            float[] expected = [.. root.GetProperty("parameters")[c].EnumerateArray().Select(v => v.GetSingle())];
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < actual.Length; i++)
                Assert.InRange(actual[i], expected[i] - Tolerance, expected[i] + Tolerance);
        }
    }

    private static float[] Normalised(JsonElement values) => [.. values.EnumerateArray().Select(v => (v.GetInt32() - 128) / 32f)];
}
