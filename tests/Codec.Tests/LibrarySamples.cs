using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>docs/library.md, run: each sample there is in here, but for names, the console and the network.</summary>
public sealed class LibrarySamples : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly byte[] _bytes = new VaeEncoder().Encode(Photo.Crop(90, 60) with { Metadata = Samples.All(1) }).Bytes;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Pictures()
    {
        PixelImage image = ImageFile.Load(Corpus.PathOf("tiny.png"), new ImageFileOptions { ReduceDepth = true, MaxPixels = 10_000_000 });
        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Quality(60), Strip = false }).Encode(image);
        File.WriteAllBytes(_scratch["photo.vaec"], encoded.Bytes);
        Assert.NotEqual("", $"{encoded.BitsPerPixel:F3} bpp, {encoded.Psnr:F2} dB");
    }

    [Fact]
    public void Identify()
    {
        VaeImageInfo info = VaeDecoder.Identify(_bytes);
        Assert.StartsWith("90 x 60, 3 channels, model ", $"{info.Width} x {info.Height}, {info.Channels} channels, model {info.Model}",
            StringComparison.Ordinal);
        List<string> lines = [];
        foreach (VaeChunkInfo chunk in info.Chunks)
            lines.Add($"{chunk.Name}: {chunk.Bytes} bytes");
        Assert.Equal(3, lines.Count);
        using var stream = new MemoryStream(_bytes);
        Assert.Equal("hvae-r1", VaeDecoder.Identify(stream).Model.Name);
    }

    [Fact]
    public void Decode()
    {
        var decoder = new VaeDecoder(new() { MaxPixels = 10_000_000 });
        PixelImage decoded = decoder.Decode(_bytes);
        ImageFile.Save(decoded, _scratch["photo.png"], new ImageSaveOptions { OnWarning = Console.Error.WriteLine }); // with its metadata
        Samples.AssertEqual(Samples.All(1), ImageFile.Load(_scratch["photo.png"]).Metadata);
    }

    [Fact]
    public void Memory()
    {
        (int width, int height, int stride) = (40, 30, 200);
        byte[] bgra = new byte[height * stride];
        EncodedImage fromMemory = new VaeEncoder().EncodeFrom(bgra, width, height, PixelLayout.Bgra, stride);
        new VaeDecoder().DecodeInto(fromMemory.Bytes, bgra, PixelLayout.Bgra, stride);
        Assert.Equal(width, fromMemory.Width);
    }

    [Fact]
    public void Thumbnails()
    {
        PixelImage thumbnail = new VaeDecoder(new() { Scale = 8 }).Decode(_bytes);
        Assert.Equal((12, 8), (thumbnail.Width, thumbnail.Height));
    }

    [Fact]
    public void Models()
    {
        PixelImage image = Photo.Crop(20, 20);
        EncodedImage other = new VaeEncoder(new() { Model = "golden-1", ModelsFolder = Corpus.PathOf("vectors/models") }).Encode(image);
        PixelImage back = new VaeDecoder(new() { ModelsFolder = Corpus.PathOf("vectors/models") }).Decode(other.Bytes);
        Assert.Equal(other.Reconstruction.Pixels, back.Pixels);
    }

    [Fact]
    public async Task StreamsThatCannotSeek()
    {
        await using Stream response = new TrickleStream(_bytes);
        PixelImage fetched = await new VaeDecoder().DecodeAsync(response);
        Assert.Equal(90, fetched.Width);
    }

    [Fact]
    public async Task ProgressAndCancellation()
    {
        var heard = new TaskCompletionSource();
        using var stream = new MemoryStream(_bytes);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var progress = new Progress<double>(done => heard.TrySetResult());
        await new VaeDecoder().DecodeAsync(stream, progress, patience.Token);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new VaeDecoder()
            .DecodeAsync(new MemoryStream(_bytes), progress, patience.Token));
    }

    [Fact]
    public void FilesThatAreCutShort()
    {
        DecodedImage partial = new VaeDecoder(new() { AllowTruncated = true }).DecodeDetailed(_bytes.AsMemory(0, _bytes.Length - 1));
        Assert.EndsWith(", cut short", $"{partial.Layers} of {partial.LayersInAll} layers{(partial.IsCutShort ? ", cut short" : "")}",
            StringComparison.Ordinal);
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(_bytes.AsMemory(0, _bytes.Length - 1)));
        Assert.True(error.Kind is VaeCodecErrorKind.Corrupt or VaeCodecErrorKind.Truncated, error.Message);
    }
}
