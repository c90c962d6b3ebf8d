using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Containers;

public class AreasChunkTests
{
    private static readonly VaecHeader Header = VectorCatalog.Valid["example-rgb"].Header with { Width = 40, Height = 20 };
    private static readonly AreasChunk Chunk = new(4, [1, 1, 2, 1, 1], new byte[] { 1, 2, 3 });

    [Fact]
    public void ItsBytesAreThoseOfTheDocument()
    {
        VaecChunk chunk = Chunk.Write();
        Assert.Equal(VaecChunk.Areas, chunk.Type);
        Assert.Equal(Convert.FromHexString("04" + "0101020101" + "010203"), chunk.Data.ToArray());
        AreasChunk read = VaecFile.Read(new VaecFile(Header, [chunk], default).Write()).Areas!;
        Assert.Equal((4, "1 1 2 1 1", 3), (read.CellBits, string.Join(' ', read.Runs), read.Stream.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("04")]
    [InlineData("020101020101")]
    [InlineData("080101020101")]
    [InlineData("0401010201")]
    [InlineData("040101020102")]
    [InlineData("0401010002")]
    [InlineData("04FFFFFFFF0F")]
    public void WhatItCannotHoldIsRefused(string hex)
        => Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() =>
            AreasChunk.Read(Convert.FromHexString(hex), 40, 20)).Kind);

    [Fact]
    public void ThereIsOneAtMostAndNoneBesideExactPixels()
    {
        VaecChunk areas = Chunk.Write(), exact = new PixelChunk(1, 2, 0, [0]).Write();
        foreach (VaecChunk[] chunks in new VaecChunk[][] { [areas, areas], [areas, exact], [exact, areas] })
            Assert.Throws<VaeCodecException>(() => new VaecFile(Header, chunks, default).Write());
    }
}
