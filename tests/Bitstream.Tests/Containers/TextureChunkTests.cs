using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Containers;

public class TextureChunkTests
{
    private static readonly VaecHeader Plain = VectorCatalog.Valid["example-rgb"].Header with { Width = 40, Height = 64 };
    private static readonly TextureChunk Chunk = new(0x01020304, 0xA1B2C3D4, 32, 2, 300);

    [Fact]
    public void ItsBytesAreThoseOfTheDocument()
    {
        VaecChunk chunk = Chunk.Write();
        Assert.Equal(VaecChunk.Texture, chunk.Type);
        Assert.Equal(Convert.FromHexString("01020304" + "D4C3B2A1" + "20" + "02" + "AC02"), chunk.Data.ToArray());
        Assert.Equal(Chunk, TextureChunk.Read(chunk.Data.Span, 64));
        Assert.Equal(Chunk, VaecFile.Read(new VaecFile(Plain, [chunk], default).Write()).Texture);
        Assert.Equal(uint.MaxValue, TextureChunk.Read((Chunk with { Seed = uint.MaxValue }).Write().Data.Span, 64).Seed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01020304D4C3B2A12002")]
    [InlineData("01020304D4C3B2A120020000")]
    [InlineData("01020304D4C3B2A1290200")]
    [InlineData("01020304D4C3B2A1200000")]
    [InlineData("01020304D4C3B2A1200500")]
    [InlineData("01020304D4C3B2A12002FFFFFFFF1F")]
    public void WhatItCannotHoldIsRefused(string hex)
        => Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() =>
            TextureChunk.Read(Convert.FromHexString(hex), 64)).Kind);

    [Fact]
    public void ThereIsOneAtMostAndNoneBesideExactPixels()
    {
        VaecChunk texture = Chunk.Write(), exact = new PixelChunk(1, 2, 0, [0]).Write();
        foreach (VaecChunk[] chunks in new VaecChunk[][] { [texture, texture], [texture, exact], [exact, texture] })
        {
            Assert.Throws<VaeCodecException>(() => new VaecFile(Plain, chunks, default).Write());
            byte[] file = new VaecFile(Plain, [new(200, chunks[0].Data), new(201, chunks[1].Data)], default).Write();
            file[file.AsSpan().IndexOf((byte)200)] = chunks[0].Type;
            file[file.AsSpan().IndexOf((byte)201)] = chunks[1].Type;
            Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() =>
                VaecFile.Read(file, verifyChecksum: false)).Kind);
        }
    }
}
