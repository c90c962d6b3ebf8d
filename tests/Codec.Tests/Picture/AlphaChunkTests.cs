using System.IO.Compression;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Picture;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

/// <summary>The alpha plane: exact when it is right, Corrupt when it is not, whatever the bytes.</summary>
public class AlphaChunkTests
{
    private const int Width = 9, Height = 7;
    private static readonly PixelImage s_picture = Photo.Crop(Width, Height, 4);
    private static readonly byte[] s_file = new VaeEncoder().Encode(s_picture).Bytes;
    private static readonly byte[] s_alpha = VaecFile.Read(s_file).Chunks.Single().Data.ToArray();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(30, 20)]
    [InlineData(300, 200)]
    public void AnyPlaneComesBack(int width, int height)
    {
        byte[] pixels = new byte[width * height * 2];
        new Random(width).NextBytes(pixels);
        byte[] back = [.. pixels];
        for (int i = 1; i < back.Length; i += 2)
            back[i] = 0;

        AlphaPlane.Decode(AlphaPlane.Encode(pixels, width, height, 2), back, width, height, 2);

        Assert.Equal(pixels, back);
    }

    [Fact]
    public void AFullyOpaquePlaneCostsAFewBytes()
        => Assert.InRange(AlphaPlane.Encode(Enumerable.Repeat((byte)255, 4 * 500 * 400).ToArray(), 500, 400, 4).Length, 1, 300);

    [Fact]
    public void APlaneThatIsMissingIsCorrupt() => AssertCorrupt(Container.With(s_file, Array.Empty<VaecChunk>()));

    [Fact]
    public void APlaneThatNobodyWantsIsCorrupt() => AssertCorrupt(Container.With(s_file, header => header with { Channels = 3 }));

    [Fact]
    public void AnAncillaryChunkChangesNothing()
    {
        byte[] file = Container.With(s_file, new VaecChunk(200, new byte[] { 1, 2, 3 }), new VaecChunk(VaecChunk.Alpha, s_alpha));

        Assert.Equal(new VaeDecoder().Decode(s_file).Pixels, new VaeDecoder().Decode(file).Pixels);
    }

    [Fact]
    public void AnotherPlaneIsFoundOutByThePixelsChecksum() => AssertCorruptAlpha(Compressed(Width * Height));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Width * Height - 1)]
    [InlineData(Width * Height + 1)]
    [InlineData(Width * Height * 1000)]
    public void APlaneOfAnotherSizeIsCorrupt(int bytes) => AssertCorruptAlpha(Compressed(bytes));

    [Fact]
    public void APlaneThatIsCutIsCorrupt()
    {
        for (int length = 0; length < s_alpha.Length; length++)
            AssertCorruptAlpha(s_alpha[..length]);
    }

    [Fact]
    public void BytesBehindThePlaneAreCorrupt()
    {
        AssertCorruptAlpha([.. s_alpha, 0]);
        AssertCorruptAlpha([.. s_alpha, .. s_alpha]);
    }

    [Fact]
    public void GarbageIsCorrupt()
    {
        AssertCorruptAlpha("garbage in the alpha chunk"u8.ToArray());
        AssertCorruptAlpha([0x78, 0x20, 1, 2, 3, 4, .. s_alpha[2..]]); // asks for a preset dictionary
        AssertCorruptAlpha([.. s_alpha[..^4], 0, 0, 0, 0]); // another Adler-32
        var random = new Random(5);
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. s_alpha];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            if (round % 2 == 0)
                random.NextBytes(damaged.AsSpan(0, Math.Min(damaged.Length, 1 + random.Next(8))));
            byte[] pixels = new byte[Width * Height * 4];
            if (Record.Exception(() => AlphaPlane.Decode(damaged, pixels, Width, Height, 4)) is { } error)
                Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.IsType<VaeCodecException>(error).Kind);
        }
    }

    private static byte[] Compressed(int bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(new byte[bytes]);
        return packed.ToArray();
    }

    private static void AssertCorruptAlpha(byte[] alpha) => AssertCorrupt(Container.With(s_file, new VaecChunk(VaecChunk.Alpha, alpha)));

    private static void AssertCorrupt(byte[] file)
        => Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { Threads = 1 })
            .Decode(file)).Kind);
}
