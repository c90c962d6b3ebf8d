using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Reference;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tests.PixelCnn;
using VaeCodec.Inference.Tests.Simd;
using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Vlae;
using Xunit;

namespace VaeCodec.Inference.Tests.Vlae;

public class VlaeEngineTests
{
    private static readonly VlaeSpec Small = RandomVlae.Small, Ladder = RandomVlae.Ladder, Flow = RandomVlae.Flow, Swap = RandomVlae.Swap;

    [Theory]
    [MemberData(nameof(InstructionSetNames.Supported), MemberType = typeof(InstructionSetNames))]
    public void EverythingEqualsTheReferenceBitForBit(string name)
    {
        InstructionSet set = InstructionSetNames.Parse(name);
        foreach ((VlaeSpec spec, int seed) in new[] { (Small, 0), (Small, 1), (Ladder, 2), (Flow, 3), (Swap, 4) })
        {
            VlaeWeights weights = RandomVlae.Weights(spec, seed);
            var random = new Random(seed);
            byte[] picture = [.. Enumerable.Range(0, spec.Side * spec.Side)
                .Select(_ => (byte)(spec.Pixels.IsBinary ? 255 * random.Next(2) : random.Next(256)))];
            var engine = new VlaeEngine(new(weights), new() { InstructionSet = set });
            float[] z = [.. Enumerable.Range(0, spec.Latents).Select(_ => random.NextSingle() * 4 - 2)];

            engine.See(picture);
            float[] encoded = ReferenceVlae.Encode(weights, [.. picture.Select(Normalised)]);
            for (int group = 0; group < spec.Groups.Count; group++)
            {
                float[] mean = new float[spec.Groups[group].Latents], scale = new float[mean.Length];
                engine.Posterior(group, z, mean, scale);
                Assert.Equal(ReferenceVlae.Posterior(weights, group, encoded, z), (float[])[.. mean, .. scale]);
                for (int known = 0; known <= mean.Length; known++)
                {
                    engine.Prior(group, known, z, mean, scale);
                    Assert.Equal(ReferenceVlae.Prior(weights, group, known, z), (float[])[.. mean, .. scale]);
                }
            }

            Checker? check = null;
            engine.Pixels(z, band => check = new(band, weights, ReferenceVlae.Decode(weights, z), picture));
            Assert.Equal(picture.Length, check!.Seen);
        }
    }

    /// <summary>What is not known yet, garbage or NaN, makes no difference: the encoder has other values there than the decoder.</summary>
    [Fact]
    public void OnlyWhatIsKnownIsLookedAt()
    {
        foreach (VlaeSpec spec in new[] { Ladder, Flow, Swap })
        {
            var engine = new VlaeEngine(new(RandomVlae.Weights(spec, 5)), new());
            engine.See(new byte[spec.Side * spec.Side]);
            float[] z = [.. Enumerable.Range(0, spec.Latents).Select(i => i / 3f - 1)];
            for (int group = 0; group < spec.Groups.Count; group++)
            {
                Range own = spec.LatentsOf(group);
                float[] hidden = Hidden(spec.InfersUpwards ? own.End..^0 : ..own.Start);
                Assert.Equal(Run(z), Run(hidden));
                hidden = Hidden(spec.InfersUpwards ? own.End..^0 : ..own.Start, own.Start..(own.Start.Value + 1));
                Assert.Equal(RunPrior(z), RunPrior(spec.InfersUpwards ? Hidden(..own.Start) : hidden));

                float[] Run(float[] latents)
                {
                    float[] mean = new float[spec.Groups[group].Latents], scale = new float[mean.Length];
                    engine.Posterior(group, latents, mean, scale);
                    return [.. mean, .. scale];
                }

                float[] RunPrior(float[] latents)
                {
                    float[] mean = new float[spec.Groups[group].Latents], scale = new float[mean.Length];
                    engine.Prior(group, 1, latents, mean, scale);
                    return [.. mean, .. scale];
                }
            }

            float[] Hidden(params Range[] shown)
            {
                float[] hidden = [.. Enumerable.Repeat(float.NaN, z.Length)];
                foreach (Range range in shown)
                    z[range].CopyTo(hidden.AsSpan(range));
                return hidden;
            }
        }
    }

    [Fact]
    public void ASpecThatNoNetworkCanHaveIsRefused()
    {
        Assert.Equal(Small.ToJson(), VlaeSpec.Parse(Small.ToJson()).ToJson());
        VlaeSpec[] bad =
        [
            Small with { Side = 13 }, Small with { Side = 0 }, Small with { Latents = 6 }, Small with { Encoder = [] },
            Small with { Encoder = [[1, 10, 12, 12, 1]] }, Small with { Decoder = [[5, 430, 1, 1, 12]] },
                Small with { Decoder = [[5, 432, 1, 1]] },
            Small with { Decoder = [[5, 432, 5, 1, 12]] }, Small with { Pixels = Small.Pixels with { Values = 3 } },
                Small with { Pixels = RandomPixelModel.Spec(5, 3) }, Small with { Pixels = RandomPixelModel.Spec(4,
                3) with { Colours = 1 } },
        ];
        VlaeGroupSpec top = Ladder.Groups[0], below = Ladder.Groups[1];
        VlaeSpec[] badGroups =
        [
            Ladder with { Latents = 8 }, Ladder with { StoredGroups = [] }, Ladder with { StoredGroups = [top] },
                Ladder with { StoredGroups = [below, top] },
            Ladder with { StoredGroups = [top with { Posterior = [] }, below] },
                Ladder with { StoredGroups = [top, below with { Posterior = [] }] },
            Ladder with { StoredGroups = [top with { IsAutoregressive = true }, below] },
                Ladder with { StoredGroups = [top, below with { IsAutoregressive = true }] },
            Ladder with { StoredGroups = [top, below with { Prior = [[3, 8, 3, 1, 1]] }] },
                Ladder with { StoredGroups = [top, below with { Prior = [[4, 8, 1, 1, 1]] }] },
            Ladder with { StoredGroups = [top with { Latents = 0 }, below with { Latents = 7 }] },
                Ladder with { Decoder = [[6, 432, 1, 1, 12]] },
            Ladder with { Inference = "up" }, Ladder with { Inference = "" }, Swap with { Inference = "down" },
                Swap with { Decoder = [[9, 432, 1, 1, 12]] },
        ];
        Assert.All(new[] { Ladder, Flow, Swap }, spec => Assert.Equal(spec.ToJson(), VlaeSpec.Parse(spec.ToJson()).ToJson()));
        Assert.All(bad.Concat(badGroups), spec => Assert.Throws<InvalidDataException>(() => VlaeSpec.Parse(spec.ToJson())));
        Assert.Throws<InvalidDataException>(() => VlaeSpec.Parse("null"));
        Assert.Throws<InvalidDataException>(() => VlaeSpec.Parse("{}"));
    }

    private static float Normalised(byte value) => (value - 128) / 32f;

    /// <summary>Compares every parameter with the reference's, whose window is put together by the rules of ARCHIVE.md, and enters the
    /// value.</summary>
    private sealed class Checker(PixelCnnBand band, VlaeWeights weights, float[] features, byte[] picture) : IPixelCnnCoder
    {
        private readonly ReferencePixelCnn _reference = new(weights.Pixels, 0);
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
