using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Bitstream.Tests.Containers;

public class WholeStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(287)]
    [InlineData(288)]
    [InlineData(100_000)]
    public async Task AllOfItIsReadAfterItsBeginning(int bytes)
    {
        byte[] content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        int seen = -1;
        Assert.Equal(content, await WholeStream.ReadAsync(new MemoryStream(content), head => seen = head.Length, CancellationToken.None));
        Assert.Equal(Math.Min(bytes, 288), seen);
    }

    [Fact]
    public async Task WhatIsRefusedIsNotReadOn()
    {
        var source = new MemoryStream(new byte[100_000]);
        await Assert.ThrowsAsync<VaeCodecException>(() => WholeStream.ReadAsync(source, WholeStream.RequireArchive,
            CancellationToken.None));
        Assert.Equal(288, source.Position);
        source.Position = 0;
        await Assert.ThrowsAsync<VaeCodecException>(() => WholeStream.ReadAsync(source, head => WholeStream.RequireFile(head, 100),
            CancellationToken.None));
        Assert.Equal(288, source.Position);
    }
}
