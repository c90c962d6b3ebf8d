using TorchSharp;
using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Tests;
using VaeCodec.Train.Network;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Network;

/// <summary>The deterministic engine against libtorch in single precision: every operation's output, with the same integers for
/// latents.</summary>
public sealed class ParityTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(0, 90)]
    [InlineData(1, 120)]
    public void RandomWeights(int seed, byte beta) => Compare(RandomModel.Weights(seed), beta, 80, 48);

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(160)]
    public void ShippedWeights(byte beta)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "weights");
        foreach (string file in Directory.GetFiles(folder, "hvae-r*.safetensors"))
            Compare(HvaeWeights.Parse(File.ReadAllBytes(file)), beta, 128, 192);
    }

    private static void Compare(HvaeWeights weights, byte beta, int height, int width)
    {
        Libtorch.Require();
        HvaeNetwork network = weights.Network;
        byte[] betas = [.. Enumerable.Range(0, network.Layers.Count).Select(i => (byte)(beta + i))];
        byte[] pixels = Picture(height, width);
        var model = new HvaeModel(weights);
        var condition = new RateCondition(model, betas);
        var engine = new HvaeEngine(model, height, width, new EngineOptions()) { Condition = condition };
        var recorder = new RecordingEngine(engine);
        var rounding = new Rounding(engine, condition);
        Tensor[] features = network.Analyse(recorder, engine.Picture(pixels, width, height, 3, 3));
        network.Synthesise(recorder, network.TopDown(recorder, features, rounding));

        var seen = new HashSet<string>();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        using TorchParameters parameters = TorchParameters.Of(weights);
        var twin = new TorchEngine(parameters)
        {
            Observer = (name, output) =>
            {
                seen.Add(name);
                AssertNear(name, output.Values(), recorder.Outputs[name]);
            },
        };
        twin.Condition(TensorValues.Tensor([.. betas.Select(b => (float)RateMultiplier.Log2(b))], 1, betas.Length));
        var planar = new float[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            planar[i % 3 * height * width + i / 3] = pixels[i] / 255f;
        torch.Tensor[] twinFeatures = network.Analyse(twin, TensorValues.Tensor(planar, 1, 3, height, width));
        network.Synthesise(twin, network.TopDown(twin, twinFeatures, new Replay(rounding.Symbols, condition)));
        Assert.Equal(recorder.Outputs.Keys.Order(), seen.Order());
    }

    private static void AssertNear(string name, float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(v => Math.Abs((double)v)), difference = expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();
        Assert.True(difference <= Tolerance * largest, $"{name}: differs by {difference} where values reach {largest}");
    }

    /// <summary>Smooth shapes with noise: something the shipped network meets.</summary>
    private static byte[] Picture(int height, int width)
    {
        var random = new Random(3);
        var pixels = new byte[height * width * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            int c = i % 3, x = i / 3 % width, y = i / 3 / width;
            pixels[i] = (byte)Math.Clamp(128 + 90 * Math.Sin(x * 0.05 * (c + 1)) * Math.Cos(y * 0.07) + (x > y ? 30 : -30)
                + random.Next(-12, 12), 0, 255);
        }

        return pixels;
    }

    private sealed class Rounding(HvaeEngine engine, RateCondition condition) : ILatentLayerHandler<Tensor>
    {
        public List<int[]> Symbols { get; } = [];

        public bool WantsPosterior(HvaeLayerSpec layer) => true;

        public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
        {
            LatentStepSize step = condition.Layers[layer.Index];
            var area = new CodedArea(prior.Height, prior.Width);
            var deviations = new float[area.Symbols(layer.Latents)];
            LatentDeviations.Of(prior, posterior!, step, area, deviations);
            Symbols.Add([.. deviations.Select(d => (int)MathF.Round(d))]);
            return engine.Latents(layer, prior, Symbols[^1], area);
        }
    }

    private sealed class Replay(List<int[]> symbols, RateCondition condition) : ILatentLayerHandler<torch.Tensor>
    {
        public bool WantsPosterior(HvaeLayerSpec layer) => true;

        public torch.Tensor Resolve(HvaeLayerSpec layer, torch.Tensor prior, torch.Tensor? posterior)
        {
            long height = prior.shape[2], width = prior.shape[3];
            int[] layerSymbols = symbols[layer.Index];
            var k = new float[layerSymbols.Length];
            for (int i = 0; i < k.Length; i++)
                k[i % layer.Latents * (int)(height * width) + i / layer.Latents] = layerSymbols[i];
            torch.Tensor mean = prior.chunk(2, 1)[0];
            return mean + TensorValues.Tensor(k, 1, layer.Latents, height, width) * condition.Layers[layer.Index].Step;
        }
    }
}
