using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Reference;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tests.Simd;
using VaeCodec.Networks.PixelCnn;
using Xunit;

namespace VaeCodec.Inference.Tests.PixelCnn;

public class PixelEngineTests
{
    [Theory]
    [MemberData(nameof(InstructionSetNames.Supported), MemberType = typeof(InstructionSetNames))]
    public void EveryParameterEqualsTheReferenceBitForBit(string name)
    {
        InstructionSet set = InstructionSetNames.Parse(name);
        foreach ((int window, int baseWindow, int width, int height, int channels, int top, int rows) in new[]
        {
            (3, 1, 1, 1, 3, 0, 1), (3, 5, 9, 33, 3, 0, 33), (5, 3, 70, 20, 4, 4, 13), (7, 5, 40, 40, 1, 16, 24), (11, 3, 23, 9, 2, 0, 9),
                (7, 7, 2, 50, 3, 1, 49),
        })
        {
            PixelCnnWeights weights = RandomPixelModel.Weights(RandomPixelModel.Spec(window, baseWindow), window + width);
            byte[] exact = Noise(width * height * channels, 1), lossy = Noise(width * height * channels, 2);
            const float rate = 1.25f;
            using var band = new PixelCnnBand(weights.Spec, lossy, width, height, channels, top, rows);
            var check = new Checker(band, new(weights, rate), weights.Spec, exact, lossy, width, height, channels);
            new PixelCnnEngine(new(weights), rate, new() { InstructionSet = set }).Run(band, check);
            Assert.Equal(rows * width * band.Colours, check.Seen);
        }
    }

    [Fact]
    public void CancellationStopsIt()
    {
        PixelCnnWeights weights = RandomPixelModel.Weights(RandomPixelModel.Spec(3, 1), 1);
        using var source = new CancellationTokenSource();
        source.Cancel();
        byte[] lossy = new byte[300];
        using var band = new PixelCnnBand(weights.Spec, lossy, 10, 10, 3, 0, 10);
        var check = new Checker(band, new(weights, 0), weights.Spec, lossy, lossy, 10, 10, 3);
        Assert.ThrowsAny<OperationCanceledException>(() => new PixelCnnEngine(new(weights), 0, new() { CancellationToken = source.Token })
            .Run(band, check));
    }

    [Fact]
    public void ASpecThatNoNetworkCanHaveIsRefused()
    {
        PixelCnnSpec sound = RandomPixelModel.Spec(3, 3);
        Assert.Equal(sound.ToJson(), PixelCnnSpec.Parse(sound.ToJson()).ToJson());
        PixelCnnSpec[] bad = [sound with { Window = 4 }, sound with { Window = 17 }, sound with { BaseWindow = 0 },
            sound with { Linear = 2 }, sound with { Components = 17 }, sound with { Log2Scale = [7, -4] }];
        foreach (PixelCnnSpec spec in bad)
            Assert.Throws<InvalidDataException>(() => PixelCnnSpec.Parse(spec.ToJson()));
        Assert.Throws<InvalidDataException>(() => PixelCnnSpec.Parse("{}"));
        Assert.Throws<InvalidDataException>(() => PixelCnnSpec.Parse("null"));
    }

    private static byte[] Noise(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Compares every parameter with the reference's, whose window is put together by the rules of FORMAT.md, and enters the
    /// value.</summary>
    private sealed class Checker(PixelCnnBand band, ReferencePixelCnn reference, PixelCnnSpec spec, byte[] exact, byte[] lossy, int width,
        int height, int channels) : IPixelCnnCoder
    {
        private readonly bool[] _known = new bool[width * height];

        public int Seen { get; private set; }

        public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
        {
            for (int i = 0; i < count; i++)
            {
                int y = band.PictureRow(row + i), x = column - band.RowLag * i;
                reference.See(Window(y, x));
                float[] before = [.. Enumerable.Range(0, channel).Select(c => Value(exact, y, x, c))];
                Assert.Equal(reference.Parameters(channel, before), parameters.Slice(i * stride, spec.Parameters).ToArray());
                band.Set(channel, row + i, x, exact[(y * width + x) * channels + channel]);
                Seen++;
            }

            if (channel == band.Colours - 1)
            {
                for (int i = 0; i < count; i++)
                    _known[band.PictureRow(row + i) * width + column - band.RowLag * i] = true;
            }
        }

        private float[] Window(int y, int x)
        {
            int r = spec.Window / 2, q = spec.BaseWindow / 2;
            var window = new List<float>();
            for (int dy = -r; dy <= 0; dy++)
            {
                for (int dx = -r; dx <= (dy < 0 ? r : -1); dx++)
                {
                    bool inside = y + dy >= 0 && x + dx >= 0 && x + dx < width;
                    bool known = inside && _known[(y + dy) * width + x + dx];
                    Assert.True(known || !inside || y + dy < band.PictureRow(0), "a pixel of the window is not coded yet");
                    for (int c = 0; c < 3; c++)
                        window.Add(known ? Value(exact, y + dy, x + dx, c) : Value(lossy, y + dy, x + dx, c));
                }
            }

            for (int dy = -q; dy <= q; dy++)
            {
                for (int dx = -q; dx <= q; dx++)
                {
                    for (int c = 0; c < 3; c++)
                        window.Add(Value(lossy, y + dy, x + dx, c));
                }
            }

            return [.. window];
        }

        private float Value(byte[] picture, int y, int x, int c)
            => (picture[(Math.Clamp(y, 0, height - 1) * width + Math.Clamp(x, 0, width - 1)) * channels + (channels <= 2 ? 0 : c)] - 128)
                / 32f;
    }
}
