using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Preview;

/// <summary>What <c>vaecodec train</c> does with a config of preview heads: fits them to crops at all rates by least squares, and says
/// how near their pictures come to those that are decoded whole.</summary>
internal static class PreviewCommand
{
    private const int Side = 256;

    /// <summary>Of equal pictures, for the mean.</summary>
    private const double MostPsnr = 99;

    private static readonly double[] s_qualities = [20, 40, 60, 80];
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Fits and evaluates.</summary>
    public static void Run(PreviewConfig config, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(console);
        NativeTorch.Require("cpu");
        PhotoSet photos = PictureSource.Load(config.Source, Side).Photos;
        var flagship = HvaeWeights.Parse(File.ReadAllBytes(config.Flagship));
        var model = new HvaeModel(flagship);
        foreach (HvaePreviewHead head in config.Heads.Where(head => !head.Fits(model.Network)))
            throw new InvalidDataException($"the head for 1/{head.Scale} after {head.After} layers does not fit the flagship's states");
        var spec = HvaePreviewSpec.Parse(new HvaePreviewSpec
        {
            Name = config.Name,
            Flagship = $"{flagship.Id:x8}",
            Heads = config.Heads,
        }.ToJson());

        byte[] file = Fit(config, spec, model, photos.Training, cancellationToken);
        Directory.CreateDirectory(config.Out);
        WholeFile.Replace(Path.Combine(config.Out, $"{config.Name}.safetensors"), file);
        PreviewRow[] rows = [.. Evaluate(HvaePreviewWeights.Parse(file), model, photos.HeldOut, cancellationToken)];
        WholeFile.Replace(Path.Combine(config.Out, $"{config.Name}.heldout.json"), JsonSerializer.SerializeToUtf8Bytes(rows, s_json));
        foreach (PreviewRow row in rows)
            Say(console, row);
    }

    private static void Say(IAnsiConsole console, PreviewRow row)
    {
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"1/{row.Scale} after {row.After} layers, q {row.Quality}: {row.AgainstDecoded:F2} dB against the decoded picture's means;");
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"    {row.AgainstOriginal:F2} against the original's, where the decoded picture has {row.DecodedAgainstOriginal:F2}");
    }

    private static byte[] Fit(PreviewConfig config, HvaePreviewSpec spec, HvaeModel model, IReadOnlyList<Photo> photos,
        CancellationToken cancellationToken)
    {
        HeadFit[] fits = [.. spec.Heads.Select(head => new HeadFit(head))];
        try
        {
            for (int i = 0; i < config.Crops; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var random = new CounterRandom(config.Seed, CounterRandom.Stream.Preview, i);
                PixelImage crop = Crop(photos[random.NextInt(photos.Count)], random.NextDouble(), random.NextDouble());
                var coded = new CodedPicture(model, crop, 100 * random.NextDouble());
                foreach (IGrouping<int, HeadFit> after in fits.GroupBy(fit => fit.Head.After))
                {
                    coded.State(after.Key, (engine, _, state) =>
                    {
                        foreach (HeadFit fit in after)
                            fit.Add(state, crop);
                        engine.Release(state);
                    });
                }
            }

            var solved = fits.ToDictionary(fit => fit.Head, fit => fit.Solve());
            return HvaePreviewWeights.Write(spec, head => solved[head],
                [new("crops", config.Crops.ToString(CultureInfo.InvariantCulture)),
                    new("trainer", $"VaeCodec.Train, {NativeTorch.Version}")]);
        }
        finally
        {
            Array.ForEach(fits, fit => fit.Dispose());
        }
    }

    private static IEnumerable<PreviewRow> Evaluate(HvaePreviewWeights weights, HvaeModel model, IReadOnlyList<Photo> photos,
        CancellationToken cancellationToken)
    {
        var preview = new HvaePreview(weights);
        PixelImage[] crops = [.. photos.Select(photo => Crop(photo, 0.5, 0.5))];
        foreach (double quality in s_qualities)
        {
            CodedPicture[] coded = [.. crops.Select(crop => new CodedPicture(model, crop, quality))];
            foreach (HvaePreviewHead head in weights.Spec.Heads)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var psnr = crops.Zip(coded, (crop, picture) =>
                {
                    PixelImage small = picture.Small(preview, head), decoded = PictureReduction.Reduce(picture.Decoded, head.Scale),
                        original = PictureReduction.Reduce(crop, head.Scale);
                    return (Small: Psnr(small, decoded), Original: Psnr(small, original), Decoded: Psnr(decoded, original));
                }).ToArray();
                yield return new(head.Scale, head.After, quality, crops.Length, psnr.Average(p => p.Small), psnr.Average(p => p.Original),
                    psnr.Average(p => p.Decoded));
            }
        }
    }

    private static double Psnr(PixelImage a, PixelImage b) => Math.Min(MostPsnr, ColourPlanes.Psnr(a.Pixels, b.Pixels, a.Channels));

    /// <summary>Of <see cref="Side"/> pixels a side.</summary>
    private static PixelImage Crop(Photo photo, double down, double right)
    {
        int top = (int)(down * (photo.Height - Side + 1)), left = (int)(right * (photo.Width - Side + 1));
        byte[] pixels = new byte[Side * Side * 3];
        for (int y = 0; y < Side; y++)
            photo.Rgb.AsSpan((((top + y) * photo.Width) + left) * 3, Side * 3).CopyTo(pixels.AsSpan(y * Side * 3));
        return new(Side, Side, 3, pixels);
    }
}
