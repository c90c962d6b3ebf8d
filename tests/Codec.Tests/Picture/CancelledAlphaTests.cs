using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

/// <summary>Alpha planes of large pictures take long to compress; they can be cancelled, too.</summary>
public class CancelledAlphaTests
{
    [Fact]
    public void CompressingIsCancelledInTheMidst()
    {
        byte[] noise = new byte[8 << 20];
        new Random(1).NextBytes(noise);
        using var patience = new CancellationTokenSource();
        using var destination = new CancellingStream(patience);

        Assert.ThrowsAny<OperationCanceledException>(() => Zlib.Pack(noise, destination, patience.Token));
        Assert.InRange(destination.Length, 1, noise.Length / 4);
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

    /// <summary>Cancels at the first bytes that it is given.</summary>
    private sealed class CancellingStream(CancellationTokenSource source) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            source.Cancel();
        }
    }
}
