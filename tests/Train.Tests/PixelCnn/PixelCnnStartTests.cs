using TorchSharp;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Data;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.PixelCnn;

public sealed class PixelCnnStartTests
{
    private const int Pixels = 500;

    private static readonly PixelCnnSpec s_spec = new()
    {
        Window = 5,
        BaseWindow = 3,
        Linear = 6,
        Hidden = 16,
        Deep = 1,
        Head = 8,
        Components = 3,
        Log2Scale = [-4, 6],
    };

    [Fact]
    public void BlueTakesWhatRedAndGreenTellOfIt() => AssertBlueTakes(0.25, 0.5, (r, g) => (r, g, 0.25 * r + 0.5 * g));

    // Which of the two columns a solver takes first must not matter: the first one is empty.
    [Fact]
    public void AFlatRedDoesNotHideGreen() => AssertBlueTakes(0, 0.5, (_, g) => (0, g, 0.5 * g));

    [Fact]
    public void GrayTakesTheSameOfBoth() => AssertBlueTakes(0.5, 0.5, (r, _) => (r, r, r));

    private static void AssertBlueTakes(double red, double green, Func<double, double, (double R, double G, double B)> pixel)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var net = new PixelCnnNetwork(s_spec);
        PixelCnnStart.Apply(net, Batch(pixel));
        float[] weights = net.Out[2].weight.narrow(0, s_spec.Components, s_spec.Components)
            .narrow(1, s_spec.Head + s_spec.Linear, 2).Values();
        for (int at = 0; at < weights.Length; at += 2)
        {
            Assert.Equal(red, weights[at], 1e-4);
            Assert.Equal(green, weights[at + 1], 1e-4);
        }
    }

    // Windows that tell nothing of the pixels, and pixels made of two numbers of (-1, 1).
    private static PixelBatch Batch(Func<double, double, (double R, double G, double B)> pixel)
    {
        var random = new CounterRandom(1, CounterRandom.Stream.Klt, 0);
        float Next() => (float)(2 * random.NextDouble() - 1);
        float[] window = [.. Enumerable.Range(0, Pixels * s_spec.Inputs).Select(_ => Next())];
        float[] value = [.. Enumerable.Range(0, Pixels).SelectMany(_ =>
        {
            (double r, double g, double b) = pixel(Next(), Next());
            return new[] { 128 + 64 * (float)r, 128 + 64 * (float)g, 128 + 64 * (float)b };
        })];
        return new(TensorValues.Tensor(window, Pixels, s_spec.Inputs), torch.zeros(Pixels), TensorValues.Tensor(value, Pixels, 3),
            torch.ones(Pixels, 3));
    }
}
