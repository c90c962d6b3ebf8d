using System.Text.Json;
using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Network;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Network;

/// <summary>The C# network on libtorch against numbers computed by hvae.py (train_hvae.py --goldens).</summary>
public sealed class GoldenTests
{
    private const int Side = 128;

    // The twin computes in double precision, as these tests do once; the algebra is held to that. Only the picture goes through single
    // precision (TorchEngine.Unpatch), alike on every machine: 4.7e-7 at most, in a gradient.
    private const double DoubleTolerance = 2e-6;

    // In single precision the processor chooses the order of sums and whether they are fused. Over 40 sets of weights that differ in their
    // last bits, and ten settings of ATEN_CPU_CAPABILITY, ONEDNN_MAX_CPU_ISA, OPENBLAS_CORETYPE and threads, rates, errors and losses were
    // off by 3.3e-7 at most. They are continuous; no latent that these tests round is nearer than 4.8e-5 to the middle of two integers.
    private const double SingleTolerance = 4e-6;

    // Gradients are not continuous where the input of a leaky ReLU is zero. Else they were off by 1.4e-6 at most; but with the noise one of
    // the 65536 inputs of synthesis.0 is 1.1e-7, and two of the 8192 of after.3 are 1e-6 and 3e-6 (their deviation is 1.4): these signs are
    // the machine's. The first moved norms of gradients by 3.8e-5, one of the others by 7.5e-5; this has room for the three.
    private const double SingleGradientTolerance = 2e-4;

    // The transform's rows are in single precision. Two latents of the last layer are within 5e-6 of 1/2, which costs 2.3 and 2.7 bits more
    // if they become 1; one or both did in most of 48 runs with other last bits. Of 4233 bits this is room for three such. And what is left
    // of 0 bits.
    private const double RoundingTolerance = 2e-3, NoBits = 1e-7;

    // Prior deviations are those of residuals, small differences of large numbers: 2.7e-5 at most in the same runs.
    private const double ResidualTolerance = 1e-4;

    private static readonly JsonElement s_golden = Read();
    private static readonly HvaeNetwork s_network = new(HvaeSpec.Parse(s_golden.GetProperty("spec").GetRawText()));

    [Theory]
    [InlineData(nameof(torch.ScalarType.Float64), DoubleTolerance)]
    [InlineData(nameof(torch.ScalarType.Float32), SingleTolerance)]
    public void QuantisedRatesAndDistortionEqualTheTwin(string precision, double tolerance)
    {
        var type = Enum.Parse<torch.ScalarType>(precision);
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        using TorchParameters parameters = HashedParameters(type);
        AssertEqual(s_golden.GetProperty("quantised"), Quantised(parameters, type), tolerance);
    }

    [Theory]
    [InlineData("noisy", false, nameof(torch.ScalarType.Float64), DoubleTolerance, DoubleTolerance)]
    [InlineData("noisy", false, nameof(torch.ScalarType.Float32), SingleTolerance, SingleGradientTolerance)]
    [InlineData("straight_through", true, nameof(torch.ScalarType.Float64), DoubleTolerance, DoubleTolerance)]
    [InlineData("straight_through", true, nameof(torch.ScalarType.Float32), SingleTolerance, SingleGradientTolerance)]
    public void LossRatesAndGradientsWithGivenNoiseEqualTheTwin(string name, bool rounded, string precision, double tolerance,
        double gradientTolerance)
    {
        var type = Enum.Parse<torch.ScalarType>(precision);
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters parameters = HashedParameters(type);
        parameters.RequiresGrad = true;
        int layer = 0;
        torch.Tensor rates = Rates().to(type);
        RateDistortion result = RateDistortion.Measure(new(parameters), Picture().to(type), rates,
            steps => new NoisyLatents(s_network.Spec, steps, rounded, like =>
                (Hashed.Tensor($"noise {layer++}", 0.5, like.shape) + 0.5).to(type)));
        torch.Tensor loss = result.Loss(rates);
        loss.backward();

        JsonElement golden = s_golden.GetProperty(name);
        AssertEqual(golden, result, tolerance);
        AssertNear(golden.GetProperty("loss").GetDouble(), loss.Value(), tolerance);
        JsonElement gradients = golden.GetProperty("gradients");
        Assert.Equal(gradients.EnumerateObject().Select(p => p.Name).Order(), s_network.Parameters.Select(p => p.Name).Order());
        foreach (JsonProperty gradient in gradients.EnumerateObject())
            AssertNear(gradient.Value.GetDouble(), parameters[gradient.Name].grad!.norm().Value(), gradientTolerance, gradient.Name);
    }

    [Fact]
    public void WhatIsSentCostsWhatTheCodecPays()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters parameters = HashedParameters();
        RateDistortion result = RateDistortion.Measure(new(parameters), Picture(), Rates(),
            steps => new NoisyLatents(s_network.Spec, steps, rounded: true) { RatesSent = true });

        float[] expected = Quantised(parameters).BitsPerPixel.Values(), sent = result.SentBitsPerPixel!.Values();
        Assert.NotEqual(expected, result.BitsPerPixel.Values());
        Assert.All(expected.Zip(sent), pair => Assert.Equal(pair.First, pair.Second, Math.Max(1e-5f, 1e-3f * pair.First)));
    }

    [Fact]
    public void KltStartEqualsTheTwin()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        using TorchParameters parameters = TorchParameters.Create(s_network, (name, shape) =>
        {
            var values = new float[Count(shape)];
            Array.Fill(values, name.EndsWith("film.bias", StringComparison.Ordinal) ? 1 : 0);
            return values;
        });
        KltStart.Apply(parameters, Picture());

        JsonElement golden = s_golden.GetProperty("klt");
        JsonElement norms = golden.GetProperty("norms");
        foreach ((string name, _) in s_network.Parameters)
            AssertNear(norms.TryGetProperty(name, out JsonElement norm) ? norm.GetDouble() : 0, parameters[name].norm().Value(),
                name.EndsWith(".prior.bias", StringComparison.Ordinal) ? ResidualTolerance : SingleTolerance, name);
        AssertEqual(golden, Quantised(parameters), RoundingTolerance, NoBits);
    }

    [Fact]
    public void ObserverSeesEveryLayerOnceAndInShape()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters parameters = HashedParameters();
        var seen = new Dictionary<string, long[]>();
        var engine = new TorchEngine(parameters) { Observer = (name, output) => seen.Add(name, output.shape) };
        RateDistortion.Measure(engine, Picture(), Rates(), steps => new QuantisedLatents(s_network.Spec, steps));

        Assert.Equal([2, 3, Side, Side], seen["unpatch"]);
        Assert.Equal([2, 32, 2, 2], seen["before.0"]);
        Assert.Equal([2, 64, Side / 4, Side / 4], seen["patch"]);
        IEnumerable<string> expected = s_network.Convolutions.Select(c => c.Name).Where(n => !n.EndsWith(".conv3", StringComparison.Ordinal)
            && !n.EndsWith(".conv1", StringComparison.Ordinal)).Concat(s_network.Blocks.Select(b => b.Name)).Append("top");
        Assert.Equal(expected.Order(), seen.Keys.Order());
    }

    private static TorchParameters HashedParameters(torch.ScalarType type = torch.ScalarType.Float32)
    {
        TorchParameters parameters = TorchParameters.Create(s_network,
            (name, shape) => Hashed.Values(name, Count(shape), 1.5 / Math.Sqrt(shape.Length > 1 ? Count(shape[1..]) : 16)));
        for (int i = 0; i < parameters.Tensors.Length; i++)
        {
            using torch.Tensor single = parameters.Tensors[i];
            parameters.Tensors[i] = single.to(type).DetachFromDisposeScope();
        }

        return parameters;
    }

    private static RateDistortion Quantised(TorchParameters parameters, torch.ScalarType type = torch.ScalarType.Float32)
        => RateDistortion.Measure(new(parameters), Picture().to(type), Rates().to(type),
            steps => new QuantisedLatents(s_network.Spec, steps));

    private static torch.Tensor Rates() => Hashed.Tensor("log2 beta", 4, 2, s_network.Spec.Layers) - 9.75;

    private static torch.Tensor Picture()
    {
        float[] values = Hashed.Values("picture", 2 * 3 * Side * Side, 0.1);
        for (int i = 0; i < values.Length; i++)
        {
            float x = i % Side / (float)Side, y = i / Side % Side / (float)Side;
            float ramp = (i / (Side * Side) % 3) switch { 0 => x, 1 => y, _ => (x + y) * 0.5f };
            values[i] += ramp * 0.8f + 0.1f;
        }

        return TensorValues.Tensor(values, 2, 3, Side, Side);
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (a, b) => a * b);

    private static void AssertEqual(JsonElement golden, RateDistortion actual, double tolerance, double absolute = 0)
    {
        float[] mse = actual.SquaredError.Values(), bpp = actual.BitsPerPixel.Values();
        double[] expected = [.. golden.GetProperty("mse").EnumerateArray().Select(e => e.GetDouble())];
        Assert.Equal(expected.Length, mse.Length);
        foreach ((double e, float a) in expected.Zip(mse))
            AssertNear(e, a, tolerance, "mse");
        expected = [.. golden.GetProperty("bpp").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(e => e.GetDouble())];
        Assert.Equal(expected.Length, bpp.Length);
        foreach ((double e, float a) in expected.Zip(bpp))
            AssertNear(e, a, tolerance, "bpp", absolute);
    }

    private static void AssertNear(double expected, double actual, double tolerance, string what = "loss", double absolute = 0)
        => Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected) + absolute,
            $"{what}: expected {expected:r} within {tolerance:g} of itself, got {actual:r}");

    private static JsonElement Read()
    {
        using Stream stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("hvae.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
