using VaeCodec.Bitstream;
using VaeCodec.Images;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>Alpha planes of large pictures take long to compress; they can be cancelled, too.</summary>
public class CancelledAlphaTests
{
    [Fact]
    public async Task CompressingALargePlaneCanBeCancelled()
    {
        byte[] noise = new byte[40 << 20];
        new Random(1).NextBytes(noise);
        using var patience = new CancellationTokenSource();
        Task<byte[]> packing = Task.Run(() => Zlib.Pack(noise, patience.Token));
        await Task.Delay(100);
        Assert.False(packing.IsCompleted);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => packing);
    }

    [Fact]
    public void WhatIsPackedInPiecesIsUnpackedInPieces()
    {
        byte[] content = new byte[(1 << 19) + 7];
        new Random(2).NextBytes(content.AsSpan(1 << 18));

        Assert.Equal(content, Zlib.Unpack(Zlib.Pack(content), content.Length, "test"));
    }

    [Fact]
    public void ACancelledEncodingOfAlphaIsCancelled()
    {
        using var patience = new CancellationTokenSource();
        patience.Cancel();
        PixelImage image = Photo.Crop(40, 40, 4);

        Assert.ThrowsAny<OperationCanceledException>(() => new VaeEncoder().Encode(image, null, patience.Token));
    }
}
