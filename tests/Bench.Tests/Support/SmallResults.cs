using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;

namespace VaeCodec.Bench.Tests.Support;

/// <summary>Results of two images by two codecs, made up, with every field filled.</summary>
internal static class SmallResults
{
    private static readonly CropArea s_area = new(16, 32, 8, 8);

    public static BenchResults Make()
    {
        IReadOnlyList<ImageInfo> images = [new("a.png", 100, 80, "aa"), new("b <&> \"c\".png", 64, 64, "bb")];
        CodecInfo own = new FakeCodec(VaeBenchCodec.Name, 20, 40, 60).Info, peer = new FakeCodec("jpeg420", 10, 50, 90).Info;
        IReadOnlyList<Measurement> all = [.. images.SelectMany(i => Points(own, i, 30, [60, 40]).Concat(Points(peer, i, 29, null)))];
        CurveSet curves = CurveSet.Of([MeanCurve.Of(own, all, images), MeanCurve.Of(peer, all, images)],
            [new("jpeg420", "elsewhere", [Point(0.3, 26), Point(0.7, 29), Point(1.5, 34)])]);
        return new()
        {
            Created = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero),
            Machine = new("a processor", 2, "a system", ".NET"),
            Folder = "pictures & more",
            Images = images,
            Codecs = [own, peer],
            Missing = [new("jxl-e7", ["cjxl", "djxl"], "libjxl-tools")],
            Measurements = all,
            Curves = curves.Curves,
            Reference = curves.Reference,
            BdRates = curves.BdRates,
            Comparisons = [new() { Image = images[1].Name, LeadDb = -1.25, Area = s_area,
                Pictures = [new(own.Name, 40, 321, 0.5, 31.25, 0.98), new(peer.Name, 45, 322, 0.51, 30.5, null)] }],
            Progression = new("a.png", 40, [new(0, 0, 12), new(1, 4096, 25), new(2, 8192, 31.25)]),
        };
    }

    /// <summary>Crops and layers to go with <see cref="Make"/>; any bytes do.</summary>
    public static ReportPictures Pictures() => new([new([1, 2, 3], [[4, 5], [6, 7]])], [[8], [9], [10]]);

    private static IEnumerable<Measurement> Points(CodecInfo codec, ImageInfo image, double psnr, IReadOnlyList<double>? layers)
        => codec.Settings.Select((setting, i) => new Measurement
        {
            Codec = codec.Name,
            Image = image.Name,
            Setting = setting,
            Bytes = 100 << i,
            Bpp = (100 << i) * 8.0 / (image.Width * image.Height),
            PsnrRgbDb = psnr + 4 * i,
            PsnrYDb = psnr + 1 + 4 * i,
            MsSsim = 0.9 + 0.03 * i,
            Ssimulacra2 = 30 + 20 * i,
            EncodeMs = 20,
            EncodeCpuMs = 18,
            DecodeMs = 10,
            DecodeCpuMs = 9,
            LayerBits = layers?.Select(l => l * 7 * (1 << i)).ToList(),
            Exact = layers is null ? null : true,
        });

    private static CurvePoint Point(double bpp, double psnr) => new() { Bpp = bpp, PsnrRgbDb = psnr };
}
