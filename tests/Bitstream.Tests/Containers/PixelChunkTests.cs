using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Containers;

public class PixelChunkTests
{
    private static readonly VaecHeader Plain = VectorCatalog.Valid["example-rgb"].Header with { Width = 40, Height = 64 };
    private static readonly PixelChunk Chunk = new(0x01020304, 0xA1B2C3D4, 5, [3, 200]);

    [Fact]
    public void ItsBytesAreThoseOfTheDocument()
    {
        VaecChunk chunk = Chunk.Write();
        Assert.Equal(VaecChunk.Pixels, chunk.Type);
        Assert.Equal(Convert.FromHexString("01020304" + "D4C3B2A1" + "05" + "02" + "03" + "C801"), chunk.Data.ToArray());
        PixelChunk read = PixelChunk.Read(chunk.Data.Span, 64);
        Assert.Equal((Chunk.ModelId, Chunk.BaseCrc32C, Chunk.LatentBytes), (read.ModelId, read.BaseCrc32C, read.LatentBytes));
        Assert.Equal(Chunk.StreamBytes, read.StreamBytes);
        Assert.Equal(208, read.PayloadBytes);
    }

    [Fact]
    public void StreamsAndLatentsAreToldApart()
    {
        byte[] file = new VaecFile(Plain, [Chunk.Write()], new byte[] { 1, 2, 3, 4, 5 }, new byte[203]).Write();
        VaecFile read = VaecFile.Read(file);
        Assert.Equal([1, 2, 3, 4, 5], read.Latents.ToArray());
        Assert.Equal(203, read.PixelStreams.Length);
        Assert.True(read.IsPayloadWhole);
        VaecFile cut = VaecFile.Read(file.AsMemory(0, file.Length - 1), verifyChecksum: false);
        Assert.False(cut.IsPayloadWhole);
        Assert.Equal(5, cut.Latents.Length);
    }

    [Fact]
    public void LengthsMustAddUp()
    {
        foreach (int bytes in new[] { 0, 202, 204 })
            Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(new VaecFile(Plain, [Chunk.Write()], new byte[] { 1, 2, 3, 4, 5 },
                new byte[bytes]).Write()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01020304D4C3B2A10502")]
    [InlineData("01020304D4C3B2A1050203C80100")]
    [InlineData("01020304D4C3B2A10500")]
    [InlineData("01020304D4C3B2A105050303030303")]
    [InlineData("01020304D4C3B2A1FFFFFFFF0F0103")]
    public void WhatItCannotHoldIsRefused(string hex)
        => Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() =>
            PixelChunk.Read(Convert.FromHexString(hex), 64)).Kind);

    [Fact]
    public void ThereIsOneAtMost()
    {
        Assert.Throws<VaeCodecException>(() => new VaecFile(Plain, [Chunk.Write(), Chunk.Write()], default).Write());
        Assert.Equal((1, 1, 4, 256), (PixelChunk.MostBands(1), PixelChunk.MostBands(31), PixelChunk.MostBands(64),
            PixelChunk.MostBands(1 << 20)));
        Assert.Equal((0, 21, 64), (PixelChunk.FirstRow(0, 3, 64), PixelChunk.FirstRow(1, 3, 64), PixelChunk.FirstRow(3, 3, 64)));
    }

    private static VaeCodecErrorKind Refusal(byte[] file) => Assert.Throws<VaeCodecException>(() => VaecFile.Read(file)).Kind;
}
