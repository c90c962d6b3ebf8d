using VaeCodec.Inference.Gradients;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Inference.Tests.Gradients;

/// <summary>Every operation's gradient against differences of its values along a random direction.</summary>
public class GradientEngineTests
{
    private const int Height = 48, Width = 80;
    private const float Difference = 1e-3f;

    private static readonly HvaeModel s_model = new(RandomModel.Weights(3)),
        s_tiled = new(RandomModel.Weights(3, RandomModel.SmallSpec with { Winograd = true, FilmShift = true, ExtraPosteriorBlocks = 1 }));
    private static readonly HvaeNetwork s_network = s_model.Network;
    private static readonly HvaeLayerSpec s_layer = s_network.Layers[1];

    private static readonly Dictionary<string, (int Channels, Func<GradientEngine, Variable, Variable> Run)> s_operations = new()
    {
        ["convolution"] = (64, (engine, x) => engine.Convolve(s_layer.Prior, x)),
        ["join"] = (64, (engine, x) => engine.Join(s_layer.Join, x, GradientEngine.Constant(Noise.Of(6, 10, 64, 9)))),
        ["merge into the state"] = (64, (engine, x) => engine.Merge(s_layer.Merge, x, GradientEngine.Constant(Noise.Of(6, 10, 7, 9)))),
        ["merge of the latents"] = (7, (engine, x) => engine.Merge(s_layer.Merge, engine.Operation(Noise.Of(6, 10, 64, 9), _ => { }), x)),
        ["block"] = (64, (engine, x) => engine.RunBlock(s_layer.PriorBlock, x)),
        ["block of a state that is used again"] = (64, (engine, x) =>
        {
            Variable prior = engine.Convolve(s_layer.Posterior, engine.RunBlock(s_layer.PriorBlock, x, keep: true));
            return engine.Merge(s_layer.Merge, engine.Join(s_layer.Join, x, GradientEngine.Constant(Noise.Of(6, 10, 64, 8))), prior);
        }
        ),
        ["upsampling"] = (32, (engine, x) => engine.Upsample(Named("up.0"), x)),
        ["synthesis"] = (32, (engine, x) => s_network.Synthesise(engine, x)),
    };

    public static TheoryData<string> Operations => [.. s_operations.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void GradientOfAnOperationIsThatOfItsValues(string operation)
    {
        (int channels, Func<GradientEngine, Variable, Variable> run) = s_operations[operation];
        (int height, int width) = operation == "synthesis" ? (Height / 4, Width / 4) : (6, 10);
        Tensor x = Noise.Of(height, width, channels, 1);
        float[] direction = Noise.Values(Noise.Of(height, width, channels, 2)), gradient = [];
        float[] values = Run(x, backward: true);
        float[] weights = Weights(values.Length);

        double expected = (Noise.Dot(Run(Noise.Moved(x, direction, Difference), false), weights)
            - Noise.Dot(Run(Noise.Moved(x, direction, -Difference), false), weights)) / (2 * Difference);

        AssertClose(expected, gradient, direction);

        float[] Run(Tensor input, bool backward)
        {
            GradientEngine engine = Engine(new());
            Variable y = run(engine, engine.Operation(Noise.Like(input, At(input)), g => gradient = Noise.Values(g)));
            float[] result = Noise.Values(y.Value);
            if (backward)
            {
                float[] w = Weights(result.Length);
                engine.Backward(y, Noise.Like(y.Value, i => w[i], y.Channels == 3 ? engine.RentPicture() : null));
            }

            return result;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientsOfAllLayersThroughTheNetworkAreThoseOfItsValues(bool tiled)
    {
        PassResult at = Pass.Run(Model(tiled), null, 0, new());
        for (int layer = 0; layer < s_network.Layers.Count; layer++)
        {
            float[] direction = Noise.Values(Noise.Of(1, 1, at.Gradients[layer].Length, 70 + layer));
            double expected = (Pass.Run(Model(tiled), (layer, direction), Difference, new()).Objective
                - Pass.Run(Model(tiled), (layer, direction), -Difference, new()).Objective) / (2 * Difference);
            AssertClose(expected, at.Gradients[layer], direction);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThreadsDoNotShowInValuesOrGradients(bool tiled)
    {
        PassResult one = Pass.Run(Model(tiled), null, 0, new() { Threads = 1 });
        foreach (int threads in new[] { 2, 5 })
        {
            PassResult more = Pass.Run(Model(tiled), null, 0, new() { Threads = threads });
            Assert.Equal(one.Objective, more.Objective);
            Assert.Equal(one.Gradients, more.Gradients);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InstructionSetsDoNotShowEither(bool tiled)
    {
        PassResult scalar = Pass.Run(Model(tiled), null, 0, new() { InstructionSet = InstructionSet.Scalar });
        foreach (InstructionSet set in InstructionSets.Supported)
            Assert.Equal(scalar.Gradients, Pass.Run(Model(tiled), null, 0, new() { InstructionSet = set }).Gradients);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ValuesAreThoseOfTheDeterministicEngine(bool tiled)
        => Assert.Equal(Pass.Deterministic(Model(tiled)), Pass.Run(Model(tiled), null, 0, new()).Picture);

    [Fact]
    public void NoGradientGoesWhereNoneIsDefined()
    {
        GradientEngine engine = Engine(new());
        Variable x = engine.Operation(Noise.Of(6, 10, 64, 1), _ => { });
        Assert.Throws<ArgumentException>(() => engine.Convolve(Named("down.0"), x));
        Assert.Throws<ArgumentException>(() => engine.Join(s_layer.Join, GradientEngine.Constant(Noise.Of(6, 10, 64, 1)), x));
    }

    [Fact]
    public void ALentTensorIsNotConsumedAndAReleasedOneNotRead()
    {
        GradientEngine engine = Engine(new());
        Variable lent = GradientEngine.Constant(Noise.Of(6, 10, 64, 1));
        engine.Release(lent);
        Assert.Equal(64, lent.Value.Channels);
        Assert.Throws<InvalidOperationException>(() => engine.Upsample(Named("up.0"), lent));
        Variable own = engine.Convolve(s_layer.Prior, lent);
        engine.Release(own);
        Assert.Throws<InvalidOperationException>(() => own.Value);
    }

    private static HvaeModel Model(bool tiled) => tiled ? s_tiled : s_model;

    private static GradientEngine Engine(EngineOptions options)
        => new(new HvaeEngine(s_model, Height, Width, options) { Condition = Pass.Condition(s_model) });

    private static ConvolutionSpec Named(string name) => s_network.Convolutions.Single(c => c.Name == name);

    private static float[] Weights(int count) => Noise.Values(Noise.Of(1, 1, count, 5));

    private static Func<int, float> At(Tensor t)
    {
        float[] values = Noise.Values(t);
        return i => values[i];
    }

    /// <summary>Within 2 % of how far sums of such terms scatter: a wrong gradient would be off by about as much as that.</summary>
    private static void AssertClose(double expected, float[] gradient, float[] direction)
    {
        double scatter = Math.Sqrt(gradient.Zip(direction, (g, d) => (double)g * d * g * d).Sum());
        Assert.True(scatter > 0);
        Assert.InRange(Noise.Dot(gradient, direction), expected - 0.02 * scatter, expected + 0.02 * scatter);
    }
}
