using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;

namespace VaeCodec.Bench.Viewing;

/// <summary>Codes pictures to equal bytes by all codecs, and cuts out what is looked at.</summary>
/// <param name="options">What to show.</param>
/// <param name="paths">The pictures' files.</param>
/// <param name="codecs">Whose pictures.</param>
/// <param name="folder">Where to.</param>
internal sealed class ViewingRun(ViewingOptions options, IReadOnlyList<string> paths, ViewingCodecs codecs, ViewingFolder folder)
{
    /// <summary>Makes all crops.</summary>
    /// <param name="made">Called after each picture.</param>
    /// <param name="cancellationToken">Takes effect between files, and ends the tool that runs.</param>
    public ViewingPage Run(Action made, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(made);
        List<ViewedCrop> crops = [];
        for (int picture = 0; picture < Math.Min(paths.Count, options.Crops); picture++)
        {
            var image = TestImage.Load(paths[picture]);
            int first = picture;
            int[] numbers = [.. Enumerable.Range(0, options.Crops).Where(k => k % paths.Count == first)];
            IReadOnlyList<CropArea> areas = CropRule.Choose(image.Image, numbers, options.Side);
            int smallest = codecs.Plain.Encode(image, ViewingCodecs.PlainRange.Smallest, cancellationToken).Bytes.Length;
            List<(double Rate, Dictionary<string, Coded> Coded)> rates = [.. RateLengths.Of(options.Rates, image.Pixels, smallest)
                .Select(rate => (rate.Rate, Code(image, rate.Bytes, cancellationToken)))];
            for (int i = 0; i < areas.Count; i++)
            {
                crops.AddRange(rates.Select(rate => Cut(image, areas[i], rate.Rate, rate.Coded)));
                if (options.Sheets)
                {
                    folder.AddSheet(FormattableString.Invariant($"{numbers[i]:00}-{Path.GetFileNameWithoutExtension(image.Name)}"),
                        Sheet.Of([.. rates.Select(rate => SheetRow(image, areas[i], rate.Coded))]));
                }
            }

            made();
        }

        string[] own = [codecs.Plain.Info.Name, codecs.Texture.Info.Name];
        var page = new ViewingPage(ViewingPage.CurrentSchema, CropRule.Words, codecs.Infos, codecs.Missing, crops,
            ViewingPage.PairsOf(crops, own));
        folder.Finish(page);
        return page;
    }

    /// <summary>A picture by every codec that makes files of that length.</summary>
    private Dictionary<string, Coded> Code(TestImage image, double bytes, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, Coded>();
        foreach ((IBenchCodec codec, SettingRange range) in codecs.Peers)
        {
            (double setting, CodedPicture coded) = EqualBytes.Find(codec, range, image, bytes, cancellationToken);
            if (codec == codecs.Peers[0].Codec)
                bytes = coded.Bytes.Length;
            Add(codec, setting, coded);
        }

        (double quality, CodedPicture plain) = EqualBytes.Find(codecs.Plain, ViewingCodecs.PlainRange, image, bytes, cancellationToken);
        Add(codecs.Plain, quality, plain);
        Add(codecs.Texture, quality, codecs.Texture.Encode(image, quality, cancellationToken));
        return all;

        void Add(IBenchCodec codec, double setting, CodedPicture coded)
        {
            if (EqualBytes.Holds(coded, bytes))
                all[codec.Info.Name] = new(setting, coded.Bytes.Length, codec.Decode(coded, cancellationToken).Image);
        }
    }

    private ViewedCrop Cut(TestImage image, CropArea area, double rate, Dictionary<string, Coded> coded)
    {
        ILookup<bool, string> names = codecs.Infos.Select(c => c.Name).ToLookup(coded.ContainsKey);
        return new(image.Name, area, rate, folder.Add(ErrorCrop.Cut(image.Image, area)),
            [.. names[true].Select(name => Version(name, coded[name]))], [.. names[false]]);

        ViewedVersion Version(string name, Coded v) => new(name, v.Setting, v.Bytes, v.Bytes * 8.0 / image.Pixels,
            folder.Add(ErrorCrop.Cut(v.Picture, area)));
    }

    private IReadOnlyList<PixelImage?> SheetRow(TestImage image, CropArea area, Dictionary<string, Coded> coded)
        => [ErrorCrop.Cut(image.Image, area), .. codecs.Infos.Select(c => coded.TryGetValue(c.Name, out Coded? v)
            ? ErrorCrop.Cut(v.Picture, area) : null)];

    private sealed record Coded(double Setting, int Bytes, PixelImage Picture);
}
