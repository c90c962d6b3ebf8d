using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>What a file may ask for: pixels, blocks of pixels, and no bombs.</summary>
public class LimitTests
{
    private static readonly byte[] s_file = new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(Photo.Crop(3, 3)).Bytes;

    [Fact]
    public void TheEncoderHasALimitToo()
    {
        Assert.Equal(9, new VaeEncoder(new() { Mode = Rate.Quality(0), MaxPixels = 9 })
            .Encode(Photo.Crop(3, 3)).Reconstruction.Pixels.Length / 3);
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Kind(() => new VaeEncoder(new() { MaxPixels = 8 }).Encode(Photo.Crop(3, 3))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(DecoderOptions.MostPixels + 1)]
    public void ALimitHasALimit(long limit)
    {
        Assert.Equal(VaeCodecErrorKind.BadArgument, Kind(() => new VaeDecoder(new() { MaxPixels = limit }).Decode(s_file)));
        Assert.Equal(VaeCodecErrorKind.BadArgument, Kind(() => new VaeEncoder(new() { MaxPixels = limit }).Encode(Photo.Crop(3, 3))));
    }

    [Fact]
    public void AThreadOfPixelsCountsByItsBlocks()
    {
        byte[] thread = Container.With(s_file, header => header with { Width = 1, Height = VaecHeader.MaxSide });

        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Kind(() => new VaeDecoder(new() { MaxPixels = VaecHeader.MaxSide }).Decode(thread)));
    }

    [Fact]
    public void ABombOfAlphaIsRefusedBeforeItsPlaneIsMade()
    {
        var alpha = new VaecChunk(VaecChunk.Alpha, Zlib.Pack(new byte[100]));
        VaecFile file = VaecFile.Read(s_file);
        byte[] bomb = new VaecFile(file.Header with { Channels = 4, Width = 8000, Height = 8000 }, [alpha], file.Latents).Write();

        AssertCheap(bomb, VaeCodecErrorKind.Corrupt, 4 << 20);
    }

    [Fact]
    public void ABombOfMetadataIsRefusedBeforeItsBytesAreMade()
    {
        byte[] half = Zlib.Pack(new byte[ImageMetadata.MaxBytes / 2]);

        AssertCheap(Container.With(s_file, new VaecChunk(VaecChunk.Xmp, (byte[])[0x80, 0x80, 0x80, 0x08, .. half[..100]])),
            VaeCodecErrorKind.Corrupt, 1 << 20);
        AssertCheap(Container.With(s_file, new VaecChunk(VaecChunk.Xmp, (byte[])[0x81, 0x80, 0x80, 0x08, .. half])),
            VaeCodecErrorKind.LimitExceeded, 1 << 20);
    }

    private static VaeCodecErrorKind Kind(Action action) => Assert.Throws<VaeCodecException>(action).Kind;

    private static void AssertCheap(byte[] file, VaeCodecErrorKind expected, long mostBytes)
    {
        var decoder = new VaeDecoder(new() { Threads = 1 });
        long before = GC.GetAllocatedBytesForCurrentThread();
        VaeCodecErrorKind kind = Kind(() => decoder.Decode(file));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(expected, kind);
        Assert.InRange(taken, 0, mostBytes);
    }
}
