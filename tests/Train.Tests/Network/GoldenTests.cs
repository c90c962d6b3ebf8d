using System.Text.Json;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Network;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Network;

/// <summary>The C# network on libtorch against numbers computed by hvae.py (make_goldens.py).</summary>
public sealed class GoldenTests
{
    private const int Side = 128;
    private const double Tolerance = 2e-5;
    private const double RoundingTolerance = 1e-3;
    private static readonly JsonElement s_golden = Read();
    private static readonly HvaeNetwork s_network = new(HvaeSpec.Parse(s_golden.GetProperty("spec").GetRawText()));

    [Fact]
    public void Quantised_rates_and_distortion_equal_the_twin()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        using TorchParameters parameters = HashedParameters();
        AssertEqual(s_golden.GetProperty("quantised"), Quantised(parameters));
    }

    [Theory]
    [InlineData("noisy", false)]
    [InlineData("straight_through", true)]
    public void Loss_rates_and_gradients_with_given_noise_equal_the_twin(string name, bool rounded)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters parameters = HashedParameters();
        parameters.RequiresGrad = true;
        int layer = 0;
        torch.Tensor rates = Rates();
        RateDistortion result = RateDistortion.Measure(new(parameters), Picture(), rates,
            steps => new NoisyLatents(s_network.Spec, steps, rounded, like => Hashed.Tensor($"noise {layer++}", 0.5, like.shape) + 0.5));
        torch.Tensor loss = result.Loss(rates);
        loss.backward();

        JsonElement golden = s_golden.GetProperty(name);
        AssertEqual(golden, result);
        AssertNear(golden.GetProperty("loss").GetDouble(), loss.item());
        JsonElement gradients = golden.GetProperty("gradients");
        Assert.Equal(gradients.EnumerateObject().Select(p => p.Name).Order(), s_network.Parameters.Select(p => p.Name).Order());
        foreach (JsonProperty gradient in gradients.EnumerateObject())
            AssertNear(gradient.Value.GetDouble(), parameters[gradient.Name].grad!.norm().item());
    }

    [Fact]
    public void What_is_sent_costs_what_the_codec_pays()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters parameters = HashedParameters();
        RateDistortion result = RateDistortion.Measure(new(parameters), Picture(), Rates(), steps => new NoisyLatents(s_network.Spec, steps, rounded: true) { RatesSent = true });

        float[] expected = Quantised(parameters).BitsPerPixel.ToArray(), sent = result.SentBitsPerPixel!.ToArray();
        Assert.NotEqual(expected, result.BitsPerPixel.ToArray());
        Assert.All(expected.Zip(sent), pair => Assert.Equal(pair.First, pair.Second, Math.Max(1e-5f, 1e-3f * pair.First)));
    }

    [Fact]
    public void Klt_start_equals_the_twin()
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
            AssertNear(norms.TryGetProperty(name, out JsonElement norm) ? norm.GetDouble() : 0, parameters[name].norm().item());
        AssertEqual(golden, Quantised(parameters), RoundingTolerance); // another processor's eigenvectors, another symbol here and there
    }

    [Fact]
    public void Observer_sees_every_layer_once_and_in_shape()
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

    private static TorchParameters HashedParameters() => TorchParameters.Create(s_network,
        (name, shape) => Hashed.Values(name, Count(shape), 1.5 / Math.Sqrt(shape.Length > 1 ? Count(shape[1..]) : 16)));

    private static RateDistortion Quantised(TorchParameters parameters)
        => RateDistortion.Measure(new(parameters), Picture(), Rates(), steps => new QuantisedLatents(s_network.Spec, steps));

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

        return torch.tensor(values, 2, 3, Side, Side);
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (a, b) => a * b);

    private static void AssertEqual(JsonElement golden, RateDistortion actual, double tolerance = Tolerance)
    {
        float[] mse = actual.SquaredError.ToArray(), bpp = actual.BitsPerPixel.ToArray();
        double[] expected = [.. golden.GetProperty("mse").EnumerateArray().Select(e => e.GetDouble())];
        Assert.Equal(expected.Length, mse.Length);
        foreach ((double e, float a) in expected.Zip(mse))
            AssertNear(e, a, tolerance);
        expected = [.. golden.GetProperty("bpp").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(e => e.GetDouble())];
        Assert.Equal(expected.Length, bpp.Length);
        foreach ((double e, float a) in expected.Zip(bpp))
            AssertNear(e, a, tolerance);
    }

    private static void AssertNear(double expected, double actual, double tolerance = Tolerance)
        => Assert.Equal(expected, actual, tolerance * Math.Abs(expected) + 1e-6);

    private static JsonElement Read()
    {
        using Stream stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("hvae.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
