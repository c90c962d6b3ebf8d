using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>Streams, progress and cancellation.</summary>
public class AsyncTests
{
    private static readonly PixelImage s_picture = Photo.Crop(100, 70);
    private static readonly EncodedImage s_encoded = new VaeEncoder().Encode(s_picture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AStreamMayGiveOneByteAtATime()
    {
        await using var source = new TrickleStream(s_encoded.Bytes);

        PixelImage decoded = await new VaeDecoder().DecodeAsync(source, cancellationToken: Stop);

        Assert.Equal(s_encoded.Reconstruction.Pixels, decoded.Pixels);
    }

    [Fact]
    public async Task AStreamGetsExactlyTheFile()
    {
        using var destination = new MemoryStream();
        destination.WriteByte(7);

        EncodedImage encoded = await new VaeEncoder().EncodeAsync(s_picture, destination, cancellationToken: Stop);

        Assert.Equal(s_encoded.Bytes, encoded.Bytes);
        Assert.Equal([7, .. s_encoded.Bytes], destination.ToArray());
        Assert.True(destination.CanWrite, "the stream is its owner's to close");
    }

    [Fact]
    public async Task ADamagedStreamIsRefused()
    {
        using var source = new MemoryStream(s_encoded.Bytes[..^3]);

        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => new VaeDecoder()
            .DecodeAsync(source, cancellationToken: Stop));

        Assert.Equal(VaeCodecErrorKind.Corrupt, error.Kind);
    }

    [Fact]
    public void ProgressRisesToOne()
    {
        var encoding = new Heard();
        var decoding = new Heard();

        new VaeEncoder().Encode(s_picture, encoding, Stop);
        new VaeDecoder().Decode(s_encoded.Bytes, decoding, Stop);

        foreach (List<double> values in new[] { encoding.Values, decoding.Values })
        {
            Assert.True(values.Count > 2);
            Assert.Equal(values.Order(), values);
            Assert.Equal(values.Distinct(), values);
            Assert.True(values[0] >= 0);
            Assert.Equal(1, values[^1]);
        }
    }

    [Fact]
    public async Task ACancelledTokenStopsBeforeTheStart()
    {
        var cancelled = new CancellationToken(canceled: true);
        using var stream = new MemoryStream(s_encoded.Bytes);
        using var empty = new MemoryStream();

        Assert.ThrowsAny<OperationCanceledException>(() => new VaeEncoder().Encode(s_picture, null, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => new VaeDecoder().Decode(s_encoded.Bytes, null, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => new VaeDecoder().LayerBits(s_encoded.Bytes, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new VaeDecoder().DecodeAsync(stream, null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new VaeEncoder().EncodeAsync(s_picture, empty, null, cancelled));
        Assert.Equal(0, empty.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task CancellationStopsInTheMidst(int threads)
    {
        foreach (double moment in new[] { 0.1, 0.5 })
        {
            using var encoding = new CancellationTokenSource();
            using var decoding = new CancellationTokenSource();
            using var streaming = new CancellationTokenSource();
            using var destination = new MemoryStream();
            var encoder = new VaeEncoder(new() { Threads = threads });
            var decoder = new VaeDecoder(new() { Threads = threads });

            Assert.ThrowsAny<OperationCanceledException>(() => encoder.Encode(s_picture, Cancelling(encoding, moment), encoding.Token));
            Assert.ThrowsAny<OperationCanceledException>(() => decoder.Decode(s_encoded.Bytes, Cancelling(decoding, moment),
                decoding.Token));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => encoder.EncodeAsync(s_picture, destination, Cancelling(streaming, moment), streaming.Token));

            Assert.Equal(0, destination.Length);
            Assert.Equal(s_encoded.Bytes, encoder.Encode(s_picture, cancellationToken: Stop).Bytes);
        }
    }

    private static Heard Cancelling(CancellationTokenSource source, double moment) => new(value =>
    {
        Assert.True(value < 1, "the work went on to its end");
        if (value >= moment)
            source.Cancel();
    });
}
