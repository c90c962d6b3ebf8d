using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>What decoding takes is known, and refused, from header and chunks.</summary>
public class WorkLimitTests
{
    private const long BlockPixels = 64 * 64;

    private static readonly PixelImage s_image = Photo.Crop(40, 30) with { Metadata = new() { Xmp = Samples.Xmp(1) } };
    private static readonly byte[] s_lossy = new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(s_image).Bytes;
    private static readonly byte[] s_exact = new VaeEncoder(new() { Mode = Mode.Lossless() }).Encode(s_image).Bytes;
    private static readonly byte[] s_texture = new VaeEncoder(new() { Mode = Mode.Texture(Rate.Quality(0)) }).Encode(s_image).Bytes;

    [Fact]
    public void WorkIsThatOfWholeBlocksAndOfThePixelsBehindThem()
    {
        double lossy = LeastWork(s_lossy), exact = LeastWork(s_exact), texture = LeastWork(s_texture);
        Assert.InRange(lossy / BlockPixels, 5_000, 50_000);
        Assert.InRange((exact - lossy) / (40 * 30), 150_000, 180_000);
        Assert.Equal(exact, texture, lossy / 1000);
        // what is not decoded costs nothing
        Assert.Equal(lossy, LeastWork(s_exact, layers: 8), lossy / 1000);
    }

    [Theory]
    [InlineData(64, 64, 1)]
    [InlineData(65, 64, 1)]
    [InlineData(65, 64, 2, true)]
    [InlineData(66, 64, 2)]
    [InlineData(66, 66, 4)]
    [InlineData(1, 640, 10)]
    public void WorkGrowsByBlocks(int width, int height, int blocks, bool lastColumn = false)
    {
        double one = LeastWork(s_lossy);
        byte[] file = Container.With(s_lossy, header => header with
        {
            Width = width,
            Height = height,
            CodedLastLines = lastColumn ? LastLines.Column : LastLines.None,
        });
        Assert.Equal(blocks, LeastWork(file) / one, 0.01);
    }

    [Fact]
    public void ALargePictureIsRefusedBeforeAnythingIsMadeForIt()
    {
        byte[] large = Container.With(s_lossy, header => header with { Width = 1 << 14, Height = 1 << 14 });
        var decoder = new VaeDecoder(new() { MaxPixels = DecoderOptions.MostPixels, MaxWork = 100_000_000_000, Threads = 1 });
        decoder.Decode(s_lossy);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(() => decoder.Decode(large)).Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void ThinPicturesAreRefusedUnlessTheirWorkIsAllowed()
    {
        byte[] thin = Container.With(s_lossy, header => header with { Width = 7, Height = 1 << 17 });
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(thin));
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind);
        Assert.Contains("MaxWork", error.Message, StringComparison.Ordinal);
        // the latents are those of another picture
        Assert.NotEqual(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(()
            => new VaeDecoder(new() { MaxWork = long.MaxValue }).LayerBits(thin)).Kind);
    }

    [Fact]
    public void ThinPicturesThatAreSmallNeedNothing()
    {
        PixelImage thin = Photo.Crop(1, 500);
        Assert.Equal(500, new VaeDecoder().Decode(new VaeEncoder().Encode(thin).Bytes).Height);
    }

    [Fact]
    public void WhatIsEncodedIsNotTooThinToBeDecoded()
    {
        PixelImage thin = Photo.Crop(3, (1 << 20) / 64 + 1, channels: 1);
        EncodedImage encoded = new VaeEncoder().Encode(thin);
        Assert.True(encoded.IsPlain);
        Assert.Equal(thin.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
        Assert.True(new VaeEncoder(new() { Mode = Mode.Lossless() }).Encode(thin).IsPlain);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ALimitIsAboveZero(long limit)
        => Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new DecoderOptions { MaxWork = limit }).Kind);

    /// <summary>The least limit under which a file is not refused for its work, to a thousandth.</summary>
    private static double LeastWork(byte[] file, int? layers = null)
    {
        double low = 1, high = 1e15;
        while (high / low > 1.0005)
        {
            double limit = Math.Sqrt(low * high);
            if (IsRefused((long)limit))
                low = limit;
            else
                high = limit;
        }

        return high;

        bool IsRefused(long limit)
        {
            // Its metadata is refused next, so that nothing is decoded.
            var decoder = new VaeDecoder(new() { MaxWork = limit, Layers = layers, MaxMetadataBytes = 0 });
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => decoder.Decode(file));
            Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind);
            return error.Message.Contains("multiply-adds", StringComparison.Ordinal);
        }
    }
}
