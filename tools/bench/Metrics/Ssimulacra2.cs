namespace VaeCodec.Bench.Metrics;

/// <summary>SSIMULACRA 2.1 (Jon Sneyers, Cloudinary, 2022-2023; github.com/cloudinary/ssimulacra2): structural similarity of XYB colours at
/// six scales, with maps of edges that came (ringing, blocks) and of edges that went (blur), each by its mean and its 4-norm.
/// Written from that definition. About 30 is called low quality, 50 medium, 70 high, 90 hard to tell from the original; very bad pictures
/// are below 0.</summary>
internal static class Ssimulacra2
{
    /// <summary>Pictures with a shorter side are not compared.</summary>
    public const int LeastSide = 8;

    private const int Scales = 6;
    private const int Maps = 3;
    private const float C2 = 0.0009f;
    private static readonly float[] s_window = CosineWindow.Of(sigma: 1.5);

    /// <summary>100 for identical pictures; null where the shorter side is below <see cref="LeastSide"/>.</summary>
    public static double? Of(PixelImage original, PixelImage decoded)
    {
        Psnr.RequireSameShape(original, decoded);
        if (Math.Min(original.Width, original.Height) < LeastSide)
            return null;
        Plane[] a = OpsinPicture.Linear(original), b = OpsinPicture.Linear(decoded);
        List<double>[] channels = [[], [], []];
        for (int scale = 0; scale < Scales; scale++)
        {
            if (scale > 0)
            {
                if (Math.Min(a[0].Width, a[0].Height) < LeastSide)
                    break;
                (a, b) = ([.. a.Select(p => p.HalveRepeating())], [.. b.Select(p => p.HalveRepeating())]);
            }

            (Plane[] seenA, Plane[] seenB) = (OpsinPicture.PositiveXyb(a), OpsinPicture.PositiveXyb(b));
            for (int c = 0; c < channels.Length; c++)
                channels[c].AddRange(Norms(seenA[c], seenB[c]));
        }

        return Ssimulacra2Weights.Score(channels.SelectMany(c => c));
    }

    /// <summary>Means of the three error maps of one channel at one scale, then their 4-norms.</summary>
    private static double[] Norms(Plane a, Plane b)
    {
        float[] meanA = Blur(a), meanB = Blur(b), squareA = Blur(a.Times(a)), squareB = Blur(b.Times(b)), cross = Blur(a.Times(b));
        double[] norms = new double[2 * Maps];
        for (int i = 0; i < meanA.Length; i++)
        {
            float ma = meanA[i], mb = meanB[i], shift = ma - mb;
            float covariance = 2 * (cross[i] - ma * mb) + C2, variance = squareA[i] - ma * ma + (squareB[i] - mb * mb) + C2;

            // SSIM without its luma's denominator: XYB is perceptually even already, so dark errors need no more weight.
            Add(norms, 0, 1 - (1 - shift * shift) * covariance / variance);

            // Steps away from the mean stand for edges: more in the decoded picture is ringing, less is blur.
            double edge = (1.0 + Math.Abs(b.Values[i] - mb)) / (1.0 + Math.Abs(a.Values[i] - ma)) - 1;
            Add(norms, 1, edge);
            Add(norms, 2, -edge);
        }

        return [.. norms.Select((sum, n) => n < Maps ? sum / meanA.Length : Math.Sqrt(Math.Sqrt(sum / meanA.Length)))];
    }

    private static void Add(double[] norms, int map, double error)
    {
        if (!(error > 0))
            return;
        norms[map] += error;
        norms[Maps + map] += error * error * (error * error);
    }

    /// <summary>Outside of the picture all is 0, which darkens its borders: so it is defined.</summary>
    private static float[] Blur(Plane plane) => plane.Pad(s_window.Length / 2).Filter(s_window).Values;
}
