using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Running;

/// <summary>Measures every image of a folder by every codec at every setting.</summary>
/// <param name="options">What to measure.</param>
/// <param name="codecs">By what.</param>
internal sealed class BenchRun(BenchOptions options, CodecSet codecs)
{
    /// <summary>The images' files.</summary>
    public IReadOnlyList<string> Paths { get; } = TestImage.Paths(options.Folder);

    /// <summary>Measures, image by image.</summary>
    /// <param name="anchors">Curves to compare with.</param>
    /// <param name="measured">Called with the codec's name after each measurement.</param>
    /// <param name="cancellationToken">Takes effect between measurements, and ends the tool that runs.</param>
    public BenchResults Run(IReadOnlyList<Curve> anchors, Action<string> measured, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(measured);
        using Butteraugli? butteraugli = options.Butteraugli ? new() : null;
        var measuring = new Measuring(new MeasurementCache(options.Cache), butteraugli);
        List<ImageInfo> images = [];
        List<Measurement> all = [];
        foreach (string path in Paths)
        {
            TestImage image = TestImage.Load(path);
            images.Add(new(image.Name, image.Image.Width, image.Image.Height, image.Hash));
            foreach (IBenchCodec codec in codecs.Codecs)
            {
                foreach (double setting in codec.Info.Settings)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    all.Add(measuring.Take(image, codec, setting, cancellationToken));
                    measured(codec.Info.Name);
                }
            }
        }

        CurveSet curves = CurveSet.Of([.. codecs.Codecs.Select(c => MeanCurve.Of(c.Info, all, images))], anchors);
        return new()
        {
            Created = DateTimeOffset.UtcNow,
            Machine = MachineInfo.Here(),
            Folder = Path.GetFileName(Path.GetFullPath(options.Folder).TrimEnd(Path.DirectorySeparatorChar)),
            Images = images,
            Codecs = [.. codecs.Codecs.Select(c => c.Info)],
            Missing = codecs.Missing,
            Measurements = all,
            Curves = curves.Curves,
            Reference = curves.Reference,
            BdRates = curves.BdRates,
            ImageBdRates = ImageBdRate.Of(all, curves.Curves[0].Name, curves.Reference),
        };
    }
}
