using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;
using VaeCodec.Images;

namespace VaeCodec.Bench.Running;

/// <summary>Makes the pictures of a report: every codec's version of the images at VaeCodec's rate, worst first, and one image layer by
/// layer.</summary>
/// <param name="folder">Where the images are.</param>
/// <param name="codecs">VaeCodec first.</param>
internal sealed class Showcase(string folder, CodecSet codecs)
{
    /// <summary>Rate that the comparisons are made near, in bits per pixel: low enough to see what a codec does.</summary>
    public const double TargetBpp = 0.5;

    private const int CropWidth = 384;
    private const int CropHeight = 288;
    private const int LayerSide = 768;
    private const long ByteBudget = 14_000_000;

    /// <summary>Adds comparisons and progression to results; stops adding images when their crops fill the budget.</summary>
    /// <param name="results">Measurements of this run.</param>
    /// <param name="made">Called after each image.</param>
    /// <param name="cancellationToken">Ends the tool that runs.</param>
    public (BenchResults Results, ReportPictures Pictures) Make(BenchResults results, Action made, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(made);
        double quality = results.Curves[0].Points.MinBy(p => Math.Abs(Math.Log(p.Bpp / TargetBpp)))!.Setting!.Value;
        IReadOnlyList<(Measurement Own, double LeadDb)> order = WorstFirst.Order(results.Measurements, VaeBenchCodec.Name, quality);
        (Progression progression, IReadOnlyList<byte[]> layers) = Layers(order[order.Count / 2].Own.Image, quality, cancellationToken);
        List<Comparison> comparisons = [];
        List<ComparisonPictures> pictures = [];
        long room = ByteBudget - layers.Sum(l => (long)l.Length);
        foreach ((Measurement own, double lead) in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (Comparison comparison, ComparisonPictures files) = Compare(own, lead, results.Measurements, cancellationToken);
            made();
            room -= files.Bytes;
            if (room < 0)
                break;
            comparisons.Add(comparison);
            pictures.Add(files);
        }

        return (results with { Comparisons = comparisons, Progression = progression }, new(pictures, layers));
    }

    private (Comparison Numbers, ComparisonPictures Files) Compare(Measurement own, double lead, IReadOnlyList<Measurement> all,
        CancellationToken cancellationToken)
    {
        TestImage image = TestImage.Load(Path.Combine(folder, own.Image));
        List<ComparedPicture> numbers = [];
        List<PixelImage> decoded = [];
        foreach (IBenchCodec codec in codecs.Codecs)
        {
            (double setting, CodedPicture coded) = codec is VaeBenchCodec
                ? (own.Setting, codec.Encode(image, own.Setting, cancellationToken))
                : MatchedRate.Find(codec, image, all.Where(m => m.Codec == codec.Info.Name && m.Image == own.Image), own.Bpp,
                    cancellationToken);
            DecodedPicture back = codec.Decode(coded, cancellationToken);
            Measurement m = Measuring.Of(image, codec.Info.Name, setting, coded, back);
            numbers.Add(new(m.Codec, m.Setting, m.Bytes, m.Bpp, m.PsnrRgbDb, m.MsSsim));
            decoded.Add(back.Image);
        }

        CropArea area = ErrorCrop.Worst(image.Image, decoded[0], CropWidth, CropHeight);
        var comparison = new Comparison { Image = own.Image, LeadDb = lead, Area = area, Pictures = numbers };
        return (comparison, new(Crop(image.Image, area), [.. decoded.Select(d => Crop(d, area))]));
    }

    private (Progression Numbers, IReadOnlyList<byte[]> Files) Layers(string name, double quality, CancellationToken cancellationToken)
    {
        TestImage image = TestImage.Load(Path.Combine(folder, name));
        CodedPicture coded = codecs.Vae.Encode(image, quality, cancellationToken);
        CropArea area = ErrorCrop.Middle(image.Image, LayerSide, LayerSide);
        List<LayerStep> steps = [];
        List<byte[]> files = [];
        for (int layers = 0; layers <= coded.LayerBits!.Count; layers++)
        {
            PixelImage decoded = codecs.Vae.Decode(coded, layers, cancellationToken).Image;
            steps.Add(new(layers, coded.LayerBits.Take(layers).Sum(), Metrics.Psnr.Rgb(image.Image, decoded)));
            files.Add(ImageFile.SaveToBytes(ErrorCrop.Cut(decoded, area), ".jpg"));
        }

        return (new(name, quality, steps), files);
    }

    private static byte[] Crop(PixelImage image, CropArea area) => ImageFile.SaveToBytes(ErrorCrop.Cut(image, area), ".webp");
}
