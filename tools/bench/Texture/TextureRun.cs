using System.Diagnostics;
using VaeCodec.Bench.Metrics;

namespace VaeCodec.Bench.Texture;

/// <summary>Codes every image of a folder with and without texture, and measures both beside the original.</summary>
internal sealed class TextureRun
{
    private readonly TextureRunOptions _options;
    private readonly IReadOnlyList<string> _paths;

    /// <summary>Lists the images.</summary>
    /// <exception cref="VaeCodecException">BadImage: there are none.</exception>
    public TextureRun(TextureRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _paths) = (options, TestImage.Paths(options.Folder));
    }

    /// <summary>Images times qualities.</summary>
    public int Work => _paths.Count * _options.Qualities.Count;

    /// <summary>Measures.</summary>
    public TextureResults Run(Action done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(done);
        var measurements = new List<TextureMeasurement>();
        foreach (string path in _paths)
        {
            TestImage image = TestImage.Load(path);
            foreach (double quality in _options.Qualities)
            {
                measurements.AddRange(Measure(image, quality, cancellationToken));
                done();
            }
        }

        return new(_options.Temperature, measurements);
    }

    private TextureMeasurement[] Measure(TestImage image, double quality, CancellationToken cancellationToken)
    {
        Rate rate = Rate.Quality(quality);
        (PixelImage plain, double plainBpp, double plainMs) = Code(image, rate, cancellationToken);
        (PixelImage drawn, double drawnBpp, double drawnMs) = Code(image, Mode.Texture(rate, _options.Temperature), cancellationToken);
        return [Of("original", image.Image, 0, 0), Of("plain", plain, plainBpp, plainMs), Of("texture", drawn, drawnBpp, drawnMs)];

        TextureMeasurement Of(string name, PixelImage picture, double bpp, double decodeMs)
        {
            LocalStatistics local = LocalStatistics.Of(image.Image, picture);
            return new(image.Name, quality, name, bpp, Psnr.Rgb(image.Image, picture), MsSsim.Of(image.Image, picture),
                local.FlatDeviation, local.BusyDeviation, local.Gradient, LocalStatistics.Shift(plain, picture), decodeMs);
        }
    }

    private (PixelImage Picture, double Bpp, double Ms) Code(TestImage image, Mode mode, CancellationToken cancellationToken)
    {
        EncodedImage encoded = new VaeEncoder(new() { Mode = mode, AllowExact = false, Threads = _options.Threads })
            .Encode(image.Image, null, cancellationToken);
        var clock = Stopwatch.StartNew();
        PixelImage decoded = new VaeDecoder(new() { Threads = _options.Threads }).Decode(encoded.Bytes, null, cancellationToken);
        return (decoded, encoded.BitsPerPixel, clock.Elapsed.TotalMilliseconds);
    }
}
