using VaeCodec.Bitstream.Adaptive;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Pixels.Graphics;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels.Graphics;

/// <summary>What is coded comes back, whatever it is; what is damaged is refused.</summary>
public class GraphicsTests
{
    private static readonly (int Width, int Height)[] s_sizes = [(1, 1), (2, 1), (1, 2), (3, 5), (16, 16), (61, 40), (1, 300), (300, 1)];

    public static TheoryData<string, int> KindsAndChannels()
    {
        var data = new TheoryData<string, int>();
        foreach (string kind in GraphicsPictures.Kinds)
        {
            for (int channels = 1; channels <= 4; channels++) data.Add(kind, channels);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KindsAndChannels))]
    public void EveryPictureComesBack(string kind, int channels)
    {
        foreach ((int width, int height) in s_sizes)
        {
            byte[] pixels = GraphicsPictures.Draw(kind, width, height, channels, width + height);
            byte[] stream = GraphicsEncoder.Encode(pixels, width, height, channels, long.MaxValue, default)!;
            Assert.True(stream.Length <= pixels.Length + 1, $"{stream.Length} bytes for {pixels.Length} of {width} x {height}");
            Assert.Equal(pixels, Decode(stream, width, height, channels));
        }
    }

    [Fact]
    public void RandomPicturesComeBack()
    {
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            string kind = GraphicsPictures.Kinds[random.Next(GraphicsPictures.Kinds.Length)];
            (int width, int height, int channels) = (random.Next(1, 90), random.Next(1, 90), random.Next(1, 5));
            byte[] pixels = GraphicsPictures.Draw(kind, width, height, channels, i);
            byte[] stream = GraphicsEncoder.Encode(pixels, width, height, channels, long.MaxValue, default)!;
            Assert.Equal(pixels, Decode(stream, width, height, channels));
        }
    }

    [Theory]
    [InlineData("glyphs")]
    [InlineData("gradient")]
    [InlineData("mixed")]
    public void AStreamCutShortIsTruncated(string kind)
    {
        byte[] stream = Encode(kind, 24, 20, 3);
        for (int length = 0; length < stream.Length; length++)
        {
            var e = Assert.Throws<VaeCodecException>(() => Decode(stream[..length], 24, 20, 3));
            Assert.Equal(VaeCodecErrorKind.Truncated, e.Kind);
        }
    }

    [Theory]
    [InlineData("glyphs")]
    [InlineData("gradient")]
    [InlineData("noise")]
    public void DamageIsAnErrorOrOtherPixels(string kind)
    {
        byte[] stream = Encode(kind, 24, 20, 3), intact = Decode(stream, 24, 20, 3);
        for (int at = 0; at < stream.Length; at++)
        {
            foreach (byte change in new byte[] { 1, 0x80, 0xFF })
            {
                byte[] damaged = [.. stream];
                damaged[at] ^= change;
                try
                {
                    Assert.NotEqual(intact, Decode(damaged, 24, 20, 3));
                }
                catch (VaeCodecException e)
                {
                    Assert.Contains(e.Kind,
                        new[] { VaeCodecErrorKind.Corrupt, VaeCodecErrorKind.Truncated, VaeCodecErrorKind.Unsupported });
                }
            }
        }
    }

    [Fact]
    public void BytesBehindTheEndAreCorrupt()
    {
        foreach (string kind in GraphicsPictures.Kinds)
        {
            byte[] stream = Encode(kind, 24, 20, 3);
            foreach (int extra in new[] { 1, 4, 8, 13 })
            {
                var e = Assert.Throws<VaeCodecException>(() => Decode([.. stream, .. new byte[extra]], 24, 20, 3));
                Assert.Equal(VaeCodecErrorKind.Corrupt, e.Kind);
            }
        }
    }

    [Fact]
    public void RandomStreamsNeverEscapeTheErrorKinds()
    {
        var random = new Random(2);
        for (int i = 0; i < 200; i++)
        {
            byte[] stream = new byte[random.Next(200)];
            random.NextBytes(stream);
            if (stream.Length > 0) stream[0] = GraphicsMethod.Modelled;
            Assert.Throws<VaeCodecException>(() => Decode(stream, random.Next(1, 40), random.Next(1, 40), random.Next(1, 5)));
        }
    }

    [Fact]
    public void NoiseCostsAByteMoreThanItsPixels()
    {
        byte[] pixels = GraphicsPictures.Draw("noise", 50, 40, 3, 3);
        Assert.Equal(pixels.Length + 1, GraphicsEncoder.Encode(pixels, 50, 40, 3, long.MaxValue, default)!.Length);
    }

    [Fact]
    public void AStreamThatIsTooLongIsNotGiven()
    {
        byte[] pixels = GraphicsPictures.Draw("palette16", 60, 50, 3, 4);
        byte[] stream = GraphicsEncoder.Encode(pixels, 60, 50, 3, long.MaxValue, default)!;
        Assert.Equal(stream, GraphicsEncoder.Encode(pixels, 60, 50, 3, stream.Length, default));
        Assert.Null(GraphicsEncoder.Encode(pixels, 60, 50, 3, stream.Length - 1, default));
        Assert.Null(GraphicsEncoder.Encode(pixels, 60, 50, 3, 0, default));
    }

    [Fact]
    public void CancellationEndsBoth()
    {
        byte[] stream = Encode("glyphs", 24, 20, 3);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            GraphicsEncoder.Encode(new byte[300], 10, 10, 3, long.MaxValue, new CancellationToken(true)));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            GraphicsDecoder.Decode(stream, new byte[24 * 20 * 3], 24, 20, 3, 0, new CancellationToken(true)));
    }

    [Fact]
    public void CancellationIsNoticedInTheMidstOfALongRow()
    {
        const int width = 1 << 16, soon = 1 << 17;
        using var patience = new CancellationTokenSource();
        CancellingCoder coder = new(patience);
        GraphicsModel model = new(coder, width, 1, 3, patience.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => model.Encode(GraphicsPictures.Draw("noise", width, 1, 3, 1)));
        Assert.InRange(coder.DecisionsSince, 0, soon);
    }

    [Fact]
    public void ProgressRisesRowByRow()
    {
        Heard encoding = new(), decoding = new();
        byte[] pixels = GraphicsPictures.Draw("glyphs", 24, 20, 3, 7);
        byte[] stream = GraphicsEncoder.Encode(pixels, 24, 20, 3, long.MaxValue, default, encoding)!;
        GraphicsDecoder.Decode(stream, pixels, 24, 20, 3, 0, default, decoding);
        foreach (Heard heard in new[] { encoding, decoding })
            Assert.Equal(Enumerable.Range(1, 20).Select(y => y / 20.0), heard.Values);
    }

    [Fact]
    public void SilhouettesTakeFarLessThanABitAPixel()
    {
        byte[] pixels = new byte[28 * 28 * 40];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int x, int y, int k) = (i % 28, i / 28 % 28, i / 784);
            int dx = x - 10 - (k % 7), dy = y - 14;
            pixels[i] = (dx * dx) + (dy * dy * ((k % 3) + 1)) < 80 + k ? (byte)255 : (byte)0;
        }

        Assert.InRange(GraphicsEncoder.Encode(pixels, 28, 28 * 40, 1, long.MaxValue, default)!.Length, 1, pixels.Length / 8 / 3);
    }

    private static byte[] Encode(string kind, int width, int height, int channels)
        => GraphicsEncoder.Encode(GraphicsPictures.Draw(kind, width, height, channels, 7), width, height, channels, long.MaxValue,
            default)!;

    /// <summary>Cancels soon, and counts what is coded nevertheless.</summary>
    private sealed class CancellingCoder(CancellationTokenSource source) : IBitCoder
    {
        private const int Soon = 1000;

        private int _decisions;

        public int DecisionsSince => _decisions - Soon;

        public bool Code(bool bit, int probability)
        {
            if (++_decisions == Soon) source.Cancel();
            return bit;
        }
    }

    private static byte[] Decode(byte[] stream, int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        GraphicsDecoder.Decode(stream, pixels, width, height, channels, 0, default);
        return pixels;
    }
}
