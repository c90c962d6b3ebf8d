using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using VaeCodec.ImageSharp;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Interop.Tests.ImageSharp;

/// <summary>.vaec among ImageSharp's formats.</summary>
public sealed class FormatTests
{
    private static readonly string s_file = Corpus.PathOf("golden/hvae-r1-lossy-metadata-48x40.vaec");

    /// <summary>As a program has it that registers the format, beside those that are there anyway.</summary>
    private static readonly Configuration s_configuration = Registered(new());

    [Fact]
    public void OneRegistrationMakesLoadIdentifyAndSaveKnowIt()
    {
        Configuration.Default.Configure(new VaecConfigurationModule());
        using var scratch = new ScratchFolder();

        using Image image = Image.Load(s_file, out IImageFormat format);
        image.Save(scratch["again.vaec"]);
        IImageInfo info = Image.Identify(scratch["again.vaec"], out IImageFormat again);

        Assert.Same(VaecFormat.Instance, format);
        Assert.Same(VaecFormat.Instance, again);
        Assert.Equal((48, 40), (info.Width, info.Height));
        Assert.Equal(new VaeEncoder().Encode(new VaeDecoder().Decode(File.ReadAllBytes(s_file))).Bytes,
            File.ReadAllBytes(scratch["again.vaec"]));
    }

    [Fact]
    public void OtherFormatsAreStillThemselves()
    {
        using Image image = Image.Load(s_configuration, Corpus.PathOf("tiny.png"), out IImageFormat format);
        Assert.IsType<PngFormat>(format);
        Assert.Throws<UnknownImageFormatException>(() => Image.Load(s_configuration, "VAEA, an archive"u8.ToArray()).Dispose());
    }

    [Fact]
    public void IdentifyNeedsTheBeginningAlone()
    {
        byte[] file = File.ReadAllBytes(s_file)[..^100];

        IImageInfo info = Image.Identify(s_configuration, new MemoryStream(file));

        Assert.Equal((48, 40, 24), (info.Width, info.Height, info.PixelType.BitsPerPixel));
        Assert.Equal(PixelAlphaRepresentation.None, info.PixelType.AlphaRepresentation);
        InvalidImageContentException error = Assert.Throws<InvalidImageContentException>(() => Load(s_configuration, file));
        Assert.IsType<VaeCodecException>(error.InnerException);
    }

    [Theory]
    [InlineData(1, typeof(L8))]
    [InlineData(2, typeof(La16))]
    [InlineData(3, typeof(Rgb24))]
    [InlineData(4, typeof(Rgba32))]
    public void AnImageHasThePixelsOfTheFileInATypeOfItsChannels(int channels, Type type)
    {
        PixelImage picture = Pictures.Of(channels);
        byte[] file = Pictures.Exact(picture);

        using Image image = Image.Load(s_configuration, file);
        using var saved = new MemoryStream();
        image.SaveAsVaec(saved, new VaecEncoder { Options = new() { Mode = Mode.Lossless() } });

        Assert.Equal(type, image.GetType().GenericTypeArguments.Single());
        Assert.Equal(channels * 8, Image.Identify(s_configuration, new MemoryStream(file)).PixelType.BitsPerPixel);
        Assert.Equal(file, saved.ToArray());
    }

    [Fact]
    public void DamageIsTheFilesAndAMissingModelIsNot()
    {
        byte[] damaged = File.ReadAllBytes(s_file);
        damaged[^9] ^= 1;
        Assert.Throws<InvalidImageContentException>(() => Load(s_configuration, damaged));

        byte[] foreign = Directory.GetFiles(Corpus.PathOf("vectors"), "*.vaec", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).First(NeedsAnotherModel);
        Assert.Equal(VaeCodecErrorKind.UnknownModel, Assert.Throws<VaeCodecException>(() => Load(s_configuration, foreign)).Kind);
    }

    [Fact]
    public void OptionsAreKept()
    {
        using var scratch = new ScratchFolder();
        Configuration configuration = Registered(new()
        {
            DecoderOptions = new() { Scale = 4 },
            EncoderOptions = new() { Mode = Mode.Lossless(), Strip = true },
        });

        using Image image = Image.Load(configuration, s_file);
        Image.Load(configuration, s_file).Save(scratch["small.vaec"]);

        Assert.Equal((12, 10), (image.Width, image.Height));
        Configuration limited = Registered(new() { DecoderOptions = new() { MaxPixels = 100 } });
        Assert.Throws<InvalidImageContentException>(() => Load(limited, File.ReadAllBytes(s_file)));
        VaeImageInfo info = VaeDecoder.Identify(File.ReadAllBytes(scratch["small.vaec"]));
        Assert.DoesNotContain(info.Chunks, chunk => chunk.Name is "ICC" or "EXIF" or "XMP");
    }

    [Fact]
    public async Task AsynchronousCallsGiveTheSameAndAreCancelled()
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(s_configuration, s_file);
        using MemoryStream first = new(), second = new();
        image.SaveAsVaec(first);
        await image.SaveAsVaecAsync(second);
        Assert.Equal(first.ToArray(), second.ToArray());

        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => image.SaveAsVaecAsync(new MemoryStream(), null, cancelled));
        first.Position = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Image.LoadAsync(s_configuration, first, cancelled));
    }

    private static Configuration Registered(VaecConfigurationModule module)
        => new(new PngConfigurationModule(), module);

    private static void Load(Configuration configuration, byte[] file) => Image.Load(configuration, file).Dispose();

    private static bool NeedsAnotherModel(byte[] file)
    {
        try
        {
            return VaeDecoder.Identify(file).Model is { Name: null };
        }
        catch (VaeCodecException)
        {
            return false; // one of the vectors that are to be refused
        }
    }
}
