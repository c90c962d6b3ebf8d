using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Lossy;

/// <summary>Threads, those of the codec and those of its callers, change nothing.</summary>
public class ThreadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyNumberOfThreadsGivesTheSameBytesAndPixels(int threads)
    {
        PixelImage image = Photo.Crop(200, 130);
        EncodedImage expected = new VaeEncoder().Encode(image);

        EncodedImage encoded = new VaeEncoder(new() { Threads = threads }).Encode(image);

        Assert.Equal(expected.Bytes, encoded.Bytes);
        Assert.Equal(expected.Reconstruction.Pixels, new VaeDecoder(new() { Threads = threads }).Decode(expected.Bytes).Pixels);
        Assert.Equal(expected.LayerBits, new VaeDecoder(new() { Threads = threads }).LayerBits(expected.Bytes));
    }

    [Fact]
    public async Task OneCoderServesManyThreads()
    {
        var encoder = new VaeEncoder();
        var decoder = new VaeDecoder();
        PixelImage[] pictures = [.. Enumerable.Range(0, 8).Select(i =>
            Photo.Crop(40 + (7 * i), 90 - (9 * i), 1 + (i % 4), 30 * i, 20 * i))];
        EncodedImage[] expected = [.. pictures.Select(picture => encoder.Encode(picture))];
        using var start = new Barrier(pictures.Length);

        Task[] tasks = [.. pictures.Select((picture, i) => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait(TestContext.Current.CancellationToken);
            for (int round = 0; round < 3; round++)
            {
                Assert.Equal(expected[i].Bytes, encoder.Encode(picture).Bytes);
                Assert.Equal(expected[i].Reconstruction.Pixels, decoder.Decode(expected[i].Bytes).Pixels);
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

        await Task.WhenAll(tasks);
    }
}
