using FsCheck;
using FsCheck.Fluent;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Containers;

public class VaecFileTests
{
    private static readonly VaecHeader Plain = VectorCatalog.Valid["example-rgb"].Header;

    [Fact]
    public void AnyFileRoundTrips() => Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
    {
        var random = new SplitMix64(seed);
        var header = new VaecHeader
        {
            Width = 1 + random.Below(1 << 20),
            Height = 1 + random.Below(256),
            Channels = 1 + random.Below(4),
            ModelId = (uint)random.Next(),
            PixelsCrc32C = (uint)random.Next(),
            BetaIndices = random.Bytes(1 + random.Below(64)),
        };
        VaecChunk[] chunks = [.. Enumerable.Range(0, random.Below(5))
            .Select(_ => new VaecChunk((byte)(128 + random.Below(128)), random.Bytes(random.Below(300))))];
        byte[] latents = random.Bytes(random.Below(100));
        VaecFile read = VaecFile.Read(new VaecFile(header, chunks, latents).Write());
        return read.Header == header
            && read.Latents.Span.SequenceEqual(latents)
            && read.Chunks.Zip(chunks).All(pair => pair.First.Type == pair.Second.Type
                && pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span))
            && read.Chunks.Count == chunks.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void APlainPictureCostsAtMost23Bytes()
    {
        Assert.Equal(21, new VaecFile(Plain, [], default).Write().Length);
        Assert.Equal(23, new VaecFile(Plain with { Width = 16383, Height = 16383 }, [], default).Write().Length);
    }

    [Fact]
    public void EqualBetasBecomeOne()
    {
        VaecHeader header = Plain with { BetaIndices = [9, 9, 9] };
        Assert.Equal([9], header.BetaIndices);
        Assert.Equal([9, 9, 9, 9], header.BetaIndicesFor(4));
    }

    [Fact]
    public void AModelOfAnotherDepthIsCorrupt()
    {
        VaecHeader header = Plain with { BetaIndices = [1, 2, 3] };
        Assert.Equal([1, 2, 3], header.BetaIndicesFor(3));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => header.BetaIndicesFor(4)).Kind);
    }

    [Fact]
    public void EachLimitIsTheLastValueThatPasses()
    {
        byte[] file = VectorCatalog.Valid["chunks-and-layers"].Write();
        var exact = new ContainerLimits { MaxPixels = 640 * 480, MaxChunks = 3, MaxChunkBytes = 300, MaxLayers = 4 };
        VaecFile.Read(file, exact);
        ContainerLimits[] tight =
            [exact with { MaxPixels = (640 * 480) - 1 }, exact with { MaxChunks = 2 }, exact with { MaxChunkBytes = 299 },
                exact with { MaxLayers = 3 }];
        foreach (ContainerLimits limits in tight)
            Assert.Equal(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(() => VaecFile.Read(file, limits)).Kind);
    }

    [Fact]
    public void FieldsOutOfRangeAreNotWritten()
    {
        VaecHeader[] bad =
        [
            Plain with { Width = 0 }, Plain with { Height = (1 << 20) + 1 }, Plain with { Channels = 5 }, Plain with { Channels = 0 },
            Plain with { Version = 2 }, Plain with { BetaIndices = [] },
                Plain with { BetaIndices = [.. Enumerable.Range(0, 256).Select(i => (byte)i)] },
        ];
        foreach (VaecHeader header in bad) AssertRefused(new VaecFile(header, [], default));
        foreach (byte type in new byte[] { 0, 2, 127 }) AssertRefused(new VaecFile(Plain, [new VaecChunk(type, default)], default));
        AssertRefused(new VaecFile(Plain, [new VaecChunk(VaecChunk.Alpha, default), new VaecChunk(VaecChunk.Alpha, default)], default));
    }

    [Fact]
    public void ADamagedFileCanBeOpenedOnRequest()
    {
        byte[] cut = VectorCatalog.Example[..^4];
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => VaecFile.Read(cut)).Kind);
        VaecFile file = VaecFile.Read(cut, verifyChecksum: false);
        Assert.Equal(Plain, file.Header);
    }

    private static void AssertRefused(VaecFile file) =>
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(file.Write).Kind);
}
