using VaeCodec.Inference.Reference;
using VaeCodec.Networks;
using Xunit;

namespace VaeCodec.Inference.Tests;

public class VlaeEngineTests
{
    public static TheoryData<InstructionSet> Sets => [.. InstructionSets.Supported];

    private static readonly VlaeSpec Small = new()
    {
        Side = 12,
        Latents = 5,
        Encoder = [[1, 32, 4, 4, 1], [32, 40, 3, 1, 1], [40, 96, 1, 1, 1], [96, 10, 3, 3, 1]],
        Decoder = [[5, 360, 1, 1, 3], [40, 33, 3, 1, 1], [33, 48, 1, 1, 4]],
        Pixels = RandomPixelModel.Spec(5, 3) with { Colours = 1 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Everything_equals_the_reference_bit_for_bit(InstructionSet set)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            VlaeWeights weights = Weights(Small, seed);
            var random = new Random(seed);
            byte[] picture = new byte[Small.Side * Small.Side];
            random.NextBytes(picture);
            var engine = new VlaeEngine(new(weights), new() { InstructionSet = set });
            float[] mean = new float[Small.Latents], scale = new float[Small.Latents], z = [.. Enumerable.Range(0, Small.Latents).Select(_ => random.NextSingle() * 4 - 2)];

            engine.Posterior(picture, mean, scale);
            float[] actual = [.. mean, .. scale];
            Assert.Equal(ReferenceVlae.Encode(weights, [.. picture.Select(Normalised)]), actual);

            Checker? check = null;
            engine.Pixels(z, band => check = new(band, weights, ReferenceVlae.Decode(weights, z), picture));
            Assert.Equal(picture.Length, check!.Seen);
        }
    }

    [Fact]
    public void A_spec_that_no_network_can_have_is_refused()
    {
        Assert.Equal(Small.ToJson(), VlaeSpec.Parse(Small.ToJson()).ToJson());
        VlaeSpec[] bad =
        [
            Small with { Side = 13 }, Small with { Side = 0 }, Small with { Latents = 6 }, Small with { Encoder = [] },
            Small with { Encoder = [[1, 10, 12, 12, 1]] }, Small with { Decoder = [[5, 430, 1, 1, 12]] }, Small with { Decoder = [[5, 432, 1, 1]] },
            Small with { Decoder = [[5, 432, 5, 1, 12]] }, Small with { Pixels = RandomPixelModel.Spec(5, 3) }, Small with { Pixels = RandomPixelModel.Spec(4, 3) with { Colours = 1 } },
        ];
        Assert.All(bad, spec => Assert.Throws<InvalidDataException>(() => VlaeSpec.Parse(spec.ToJson())));
        Assert.Throws<InvalidDataException>(() => VlaeSpec.Parse("null"));
        Assert.Throws<InvalidDataException>(() => VlaeSpec.Parse("{}"));
    }

    private static float Normalised(byte value) => (value - 128) / 32f;

    private static VlaeWeights Weights(VlaeSpec spec, int seed)
    {
        var random = new Random(seed);
        IEnumerable<(string, int[])> shapes =
        [
            .. spec.EncoderLayers.Concat(spec.DecoderLayers).SelectMany(layer => new (string, int[])[]
            {
                ($"{layer.Name}.weight", [layer.Out, layer.In, layer.Kernel, layer.Kernel]), ($"{layer.Name}.bias", [layer.Out]),
            }),
            .. RandomPixelModel.Shapes(spec.Pixels),
        ];
        return VlaeWeights.Parse(SafeTensors.WriteHalf(
            shapes.Select(s => (s.Item1, s.Item2, RandomPixelModel.Values(random, s.Item2))), new Dictionary<string, string> { ["spec"] = spec.ToJson() }));
    }

    /// <summary>Compares every parameter with the reference's, whose window is put together by the rules of ARCHIVE.md, and enters the value.</summary>
    private sealed class Checker(PixelBand band, VlaeWeights weights, float[] features, byte[] picture) : IPixelCoder
    {
        private readonly ReferencePixelNetwork _reference = new(weights.Pixels, 0);
        private readonly int _side = weights.Spec.Side;

        public int Seen { get; private set; }

        public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
        {
            Assert.Equal(0, channel);
            for (int i = 0; i < count; i++, Seen++)
            {
                int y = row + i, x = column - band.RowLag * i;
                _reference.See(Window(y, x));
                Assert.Equal(_reference.Parameters(0, []), parameters.Slice(i * stride, weights.Spec.Pixels.Parameters).ToArray());
                band.Set(0, y, x, picture[y * _side + x]);
            }
        }

        private float[] Window(int y, int x)
        {
            int r = weights.Spec.Pixels.Window / 2, q = weights.Spec.Pixels.BaseWindow / 2;
            var window = new List<float>();
            for (int dy = -r; dy <= 0; dy++)
            {
                for (int dx = -r; dx <= (dy < 0 ? r : -1); dx++)
                {
                    float value = Inside(y + dy, x + dx) ? Normalised(picture[(y + dy) * _side + x + dx]) : -4;
                    window.AddRange([value, value, value]);
                }
            }

            for (int dy = -q; dy <= q; dy++)
            {
                for (int dx = -q; dx <= q; dx++)
                {
                    for (int c = 0; c < 3; c++)
                        window.Add(Inside(y + dy, x + dx) ? features[(c * _side + y + dy) * _side + x + dx] : 0);
                }
            }

            return [.. window];
        }

        private bool Inside(int y, int x) => y >= 0 && x >= 0 && y < _side && x < _side;
    }
}
