using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Models;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>What decoding takes of memory is known, and refused, from header and chunks.</summary>
[Collection(Alone)]
public class MemoryLimitTests(ITestOutputHelper output)
{
    /// <summary>Tests whose measurements others would disturb.</summary>
    internal const string Alone = "alone";

    /// <summary>What is told is no more than this many times what is taken.</summary>
    private const double Factor = 2;

    /// <summary>And this many bytes, which do not grow with the picture.</summary>
    private const long Beside = 16 << 20;

    public static TheoryData<string, int, int, int, long> Cases => new()
    {
        { "lossy", 64, 64, 3, 1 << 28 },
        { "lossy", 1000, 700, 3, 1 << 28 },
        { "lossy", 640, 400, 1, 1 << 28 },
        { "lossy", 1200, 900, 4, 1 << 22 },
        { "lossy", 300, 2000, 3, 1 << 24 },
        { "lossy", 4000, 150, 3, 1 << 20 },
        { "lossy", 1024, 1024, 3, 1 << 23 },
        { "lossy", 1024, 1024, 3, 1 << 25 },
        { "lossy", 1024, 1024, 3, 1 << 26 },
        { "lossy", 20, 8000, 3, 1 << 20 },
        { "lossy", 8000, 20, 3, 1 << 20 },
        { "exact", 1000, 70, 3, 1 << 28 },
        { "plain", 1000, 1000, 1, 1 << 28 },
        { "exact", 300, 200, 3, 1 << 28 },
        { "exact", 200, 300, 2, 1 << 22 },
        { "texture", 300, 200, 4, 1 << 28 },
        { "plain", 400, 300, 3, 1 << 28 },
        { "plain", 200, 150, 1, 1 << 28 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheEstimateBoundsWhatIsTaken(string mode, int width, int height, int channels, long stripBytes)
    {
        byte[] file = Encode(mode, Photo.Crop(width, height, channels) with { Metadata = Samples.All(1, channels <= 2) });
        var options = new DecoderOptions { Threads = 1, StripBytes = stripBytes };
        new VaeDecoder(options).Decode(file); // the weights
        TensorPool.Shared.Trim(0);
        long managed = GC.GetAllocatedBytesForCurrentThread();
        AlignedBuffer.BeginMeasure();

        new VaeDecoder(options).Decode(file);

        long tensors = AlignedBuffer.Measured, other = GC.GetAllocatedBytesForCurrentThread() - managed, taken = tensors + other;
        long weights = VaecFile.Read(file).IsPlain ? 0 : ModelLibrary.In(null).Default(ModelKind.Hvae).DecoderBytes;
        double told = LeastMemory(file, options) - weights;
        output.WriteLine($"{told / 1e6:0.0} MB are told, {taken / 1e6:0.0} MB taken, {tensors / 1e6:0.0} MB of them by tensors");
        Assert.InRange(told, taken, (Factor * taken) + Beside);
    }

    [Fact]
    public void ALargePictureIsRefusedBeforeAnythingIsMadeForIt()
    {
        byte[] small = Encode("lossy", Photo.Crop(40, 30));
        byte[] large = Container.With(small, header => header with { Width = 1 << 14, Height = 1 << 14 });
        var decoder = new VaeDecoder(new() { MaxMemory = 1_000_000_000, Threads = 1 });
        decoder.Decode(small);
        long before = GC.GetAllocatedBytesForCurrentThread();

        VaeCodecException error = Assert.Throws<VaeCodecException>(() => decoder.Decode(large));

        Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind);
        Assert.Contains("more than the limit of 1000 MB", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void AnArchiveIsRefusedByItsIndexAndByItsChains()
    {
        byte[] file = File.ReadAllBytes(Corpus.PathOf("vectors/archives/chains.vaea"));

        VaeCodecException index = Assert.Throws<VaeCodecException>(() => new VaeArchive(file, new() { MaxMemory = 100 }));
        VaeCodecException chain = Assert.Throws<VaeCodecException>(() => new VaeArchive(file, new() { MaxMemory = 1_000_000 }).Decode(0));

        Assert.All([index, chain], error => Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind));
        Assert.Equal(28, new VaeArchive(file, new() { MaxMemory = 50_000_000 }).Decode(0).Width);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ALimitIsAboveZero(long limit) => Assert.Equal(VaeCodecErrorKind.BadArgument,
        Assert.Throws<VaeCodecException>(() => new DecoderOptions { MaxMemory = limit }).Kind);

    private static byte[] Encode(string mode, PixelImage image) => new VaeEncoder(new()
    {
        Mode = mode switch
        {
            "exact" => Mode.Lossless(Rate.Quality(0)),
            "texture" => Mode.Texture(Rate.Quality(0)),
            "plain" => Mode.Lossless(),
            _ => Rate.Quality(0),
        },
        AllowExact = mode == "plain",
    }).Encode(image).Bytes;

    /// <summary>The least limit under which a file is not refused for its memory, to a thousandth.</summary>
    private static double LeastMemory(byte[] file, DecoderOptions options)
    {
        double low = 1, high = 1e12;
        while (high / low > 1.0005)
        {
            double limit = Math.Sqrt(low * high);
            // its metadata is refused next, so that nothing is decoded
            var decoder = new VaeDecoder(options with { MaxMemory = (long)limit, MaxMetadataBytes = 0 });
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => decoder.Decode(file));
            Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind);
            if (error.Message.Contains("of memory", StringComparison.Ordinal))
                low = limit;
            else
                high = limit;
        }

        return high;
    }
}

/// <summary>See <see cref="MemoryLimitTests.Alone"/>.</summary>
[CollectionDefinition(MemoryLimitTests.Alone, DisableParallelization = true)]
public class AloneCollection;
