using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Running;

/// <summary>Finds the setting at which a codec's file has a given rate.</summary>
internal static class MatchedRate
{
    private const int MostTries = 6;
    private const double Close = 0.01;

    /// <summary>The nearest rate that a few tries between the measured points find; outside of them, the outermost point.</summary>
    /// <param name="codec">Codec whose setting is sought.</param>
    /// <param name="image">Image to code.</param>
    /// <param name="measured">Its points on this image, at least one.</param>
    /// <param name="bpp">Rate sought, in bits per pixel.</param>
    /// <param name="cancellationToken">Ends the tool that runs.</param>
    public static (double Setting, CodedPicture Coded) Find(IBenchCodec codec, TestImage image, IEnumerable<Measurement> measured,
        double bpp,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(image);
        List<Try> tries = [.. measured.Select(m => new Try(m.Setting, m.Bpp, null)).OrderBy(t => t.Bpp)];
        for (int i = 0; i < MostTries && Distance(Nearest()) > Close && Next(tries, bpp, codec.Info.Step) is { } setting; i++)
        {
            CodedPicture coded = codec.Encode(image, setting, cancellationToken);
            tries.Add(new(setting, coded.Bytes.Length * 8.0 / image.Pixels, coded));
            tries.Sort((a, b) => a.Bpp.CompareTo(b.Bpp));
        }

        Try best = Nearest();
        return (best.Setting, best.Coded ?? codec.Encode(image, best.Setting, cancellationToken));

        Try Nearest() => tries.MinBy(Distance)!;
        double Distance(Try t) => Math.Abs(Math.Log(t.Bpp / bpp));
    }

    /// <summary>Interpolates log-rate between the neighbours; null when no setting lies between them, or the rate outside.</summary>
    private static double? Next(List<Try> tries, double bpp, double step)
    {
        int above = tries.FindIndex(t => t.Bpp >= bpp);
        if (above <= 0)
            return null;
        Try low = tries[above - 1], high = tries[above];
        double share = Math.Log(bpp / low.Bpp) / Math.Log(high.Bpp / low.Bpp);
        double[] candidates = [Snap(low.Setting + (high.Setting - low.Setting) * share), Snap((low.Setting + high.Setting) / 2)];
        return candidates.Select(c => (double?)c).FirstOrDefault(c => tries.TrueForAll(t => t.Setting != c));

        double Snap(double setting) => Math.Round(Math.Round(setting / step) * step, 6);
    }

    private sealed record Try(double Setting, double Bpp, CodedPicture? Coded);
}
