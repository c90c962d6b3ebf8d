using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Running;

/// <summary>From measurements of many images to one curve.</summary>
internal static class MeanCurve
{
    /// <summary>Means over the images at each setting, by rising rate.</summary>
    public static Curve Of(CodecInfo codec, IEnumerable<Measurement> measurements, IReadOnlyList<ImageInfo> images)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var megapixels = images.ToDictionary(i => i.Name, i => i.Width * (double)i.Height / 1e6);
        return new(codec.Name, Curve.Measured, [.. measurements.Where(m => m.Codec == codec.Name).GroupBy(m => m.Setting)
            .Select(g => Point(codec, g.Key, [.. g], megapixels)).OrderBy(p => p.Bpp)]);
    }

    private static CurvePoint Point(CodecInfo codec, double setting, IReadOnlyList<Measurement> all, Dictionary<string, double> megapixels)
    {
        return new()
        {
            Setting = setting,
            Bpp = all.Average(m => m.Bpp),
            PsnrRgbDb = all.Average(m => m.PsnrRgbDb),
            PsnrYDb = all.Average(m => m.PsnrYDb),
            MsSsim = Known(m => m.MsSsim),
            Ssimulacra2 = Known(m => m.Ssimulacra2),
            Butteraugli3 = Known(m => m.Butteraugli3),
            ButteraugliMax = Known(m => m.ButteraugliMax),
            Speed = new(Median(all, m => m.EncodeMs), Median(all, m => m.EncodeCpuMs), Median(all, m => m.DecodeMs),
                Median(all, m => m.DecodeCpuMs),
                Median(all, m => Net(m.EncodeCpuMs, codec.StartEncodeCpuMs) / megapixels[m.Image]),
                Median(all, m => Net(m.DecodeCpuMs, codec.StartDecodeCpuMs) / megapixels[m.Image])),
            LayerBpp = all.All(m => m.LayerBits is not null)
                ? [.. Enumerable.Range(0, all[0].LayerBits!.Count).Select(l =>
                    all.Average(m => m.LayerBits![l] * m.Bpp / (m.Bytes * 8.0)))] : null,
            FileOverEstimate = all.All(m => m.LayerBits is not null)
                ? all.Sum(m => m.Bytes * 8.0) / all.Sum(m => m.LayerBits!.Sum())
                : null,
        };

        double? Known(Func<Measurement, double?> value) => all.All(m => value(m) is not null) ? all.Average(value) : null;
    }

    /// <summary>A tiny picture's time stands for the start; on one as tiny, noise must not make it negative.</summary>
    private static double Net(double cpuMs, double startMs) => Math.Max(cpuMs - startMs, 0.01);

    private static double Median(IEnumerable<Measurement> all, Func<Measurement, double> value) => Metrics.Median.Of(all.Select(value));
}
