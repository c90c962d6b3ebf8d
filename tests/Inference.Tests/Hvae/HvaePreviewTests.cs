using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Reference;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Inference.Tests.Hvae;

public sealed class HvaePreviewTests
{
    private const int Height = 160, Width = 96, Colours = 3;

    private static readonly HvaePreviewHead s_whole = new(3, 8, 64, 1), s_early = new(1, 8, 32, 2), s_large = new(3, 2, 64, 4);
    private static readonly HvaeModel s_model = new(RandomModel.Weights(5));
    private static readonly HvaePreview s_preview = Preview();

    public static TheoryData<int> Heads => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Heads))]
    public void APictureIsTheConvolutionOfTheStateBitForBit(int head)
    {
        HvaePreviewHead wanted = s_preview.Spec.Heads[head];
        ConvolutionSpec c = wanted.Convolution;
        float[] state = [];
        float[] picture = Run(new(), wanted, tensor => state = Plain(tensor));

        int stride = wanted.Scale * wanted.Shuffle, height = Height / stride, width = Width / stride, f = wanted.Shuffle;
        float[] expected = ReferenceConvolution.Convolve(c, Values(c, c.Out * c.In * 9), Values(c, c.Out), state, height, width);
        for (int y = 0; y < height * f; y++)
        {
            for (int x = 0; x < width * f; x++)
            {
                for (int colour = 0; colour < Colours; colour++)
                {
                    int channel = (colour * f * f) + (y % f * f) + (x % f);
                    float value = expected[(((channel * height) + (y / f)) * width) + (x / f)];
                    Assert.Equal(MathF.FusedMultiplyAdd(value, 0.25f, 0.5f), picture[(((y * width * f) + x) * Colours) + colour]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void ThreadsStripsAndInstructionSetsDoNotShow(int head)
    {
        HvaePreviewHead wanted = s_preview.Spec.Heads[head];
        float[] expected = Run(new(), wanted);
        foreach (InstructionSet set in InstructionSets.Supported)
        {
            foreach (long bytes in new long[] { 1, 100_000 })
                Assert.Equal(expected, Run(new() { InstructionSet = set, Threads = 3, StripBytes = bytes }, wanted));
        }
    }

    [Fact]
    public void TheHeadThatComputesLeastIsFound()
    {
        HvaeNetwork network = s_model.Network;
        Assert.Equal(s_whole, s_preview.Find(network, 8, 3));
        Assert.Equal(s_whole, s_preview.Find(network, 8, 2));
        Assert.Equal(s_early, s_preview.Find(network, 8, 1));
        Assert.Equal(s_early, s_preview.Find(network, 8, 0));
        Assert.Equal(s_large, s_preview.Find(network, 2, 0));
        Assert.Null(s_preview.Find(network, 4, 3));
        Assert.Null(s_preview.Find(new HvaeNetwork(RandomModel.SmallSpec with { Latents = [[5], [7]] }), 8, 2));
    }

    private static float[] Run(EngineOptions options, HvaePreviewHead head, Action<Tensor>? look = null)
    {
        var engine = new HvaeEngine(s_model, Height, Width, options) { Condition = new RateCondition(s_model, [80, 100, 120]) };
        var pass = new HvaeDecoderPass(engine);
        Tensor state = pass.Layers(new Means(engine), head.After);
        look?.Invoke(state);
        var picture = new List<float>();
        pass.Preview(state, s_preview, head, rows =>
        {
            for (int y = rows.Rows.Top; y < rows.Rows.Bottom; y++)
                picture.AddRange(rows.Row(y));
            engine.Release(rows);
        });
        Assert.Equal(Height / head.Scale * (Width / head.Scale) * Colours, picture.Count);
        return [.. picture];
    }

    /// <summary>[C, H, W].</summary>
    private static float[] Plain(Tensor tensor)
    {
        var values = new float[tensor.Channels * tensor.Height * tensor.Width];
        for (int i = 0; i < values.Length; i++)
            values[i] = tensor.At(i / tensor.Width % tensor.Height, i % tensor.Width)[i / tensor.Width / tensor.Height];
        return values;
    }

    private static HvaePreview Preview()
    {
        var spec = new HvaePreviewSpec { Name = "random", Flagship = $"{s_model.Id:x8}", Heads = [s_whole, s_early, s_large] };
        return new(HvaePreviewWeights.Parse(HvaePreviewWeights.Write(spec, head =>
            (Values(head.Convolution, head.Convolution.Out * head.Convolution.In * 9),
                Values(head.Convolution, head.Convolution.Out)), [])));
    }

    /// <summary>Some that halves hold exactly.</summary>
    private static float[] Values(ConvolutionSpec convolution, int count)
    {
        var random = new Random(convolution.Out);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(-64, 65) / 1024f)];
    }

    private sealed class Means(HvaeEngine engine) : ILatentLayerHandler<Tensor>
    {
        public bool WantsPosterior(HvaeLayerSpec layer) => false;

        public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior) => engine.MeanLatents(layer, prior);
    }
}
