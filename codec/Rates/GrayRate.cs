using VaeCodec.Lossy;

namespace VaeCodec.Rates;

/// <summary>The rate of a gray picture. The network codes three equal channels, and the weighted mean of what comes back is nearer to the
/// gray than each of them, by some 0.1 dB. So a gray picture is coded a few rungs lower, at no less PSNR than the same picture has in
/// colour at its quality.</summary>
internal static class GrayRate
{
    /// <summary>How many lower rungs are tried: each takes as long as an encoding.</summary>
    private const int Tries = 3;

    /// <summary>The smallest encoding that has been found with the PSNR that the rung has in colour.</summary>
    public static Attempt Find(LossyEncoding encoding, RateLadder ladder, int rung, IProgress<double>? progress)
    {
        Attempt colour = encoding.Run(ladder[rung], true, Part(0)), best = colour;
        int passes = 0, fails = rung + 1; // so many rungs lower
        for (int run = 1; run <= Tries; run++)
        {
            int down = fails > rung ? Math.Min(passes + ladder.Layers, rung) : (passes + fails) / 2;
            if (down == passes)
                break;
            Attempt lower = encoding.Run(ladder[rung - down], true, Part(run));
            if (lower.Psnr >= colour.ColourPsnr)
                passes = down;
            else
                fails = down;
            if (passes == down && lower.Bytes < best.Bytes)
                best = lower;
        }

        return best with { ColourBytes = colour.Bytes };

        ProgressShare? Part(int run) => ProgressShare.Of(progress, run / (Tries + 1.0), (run + 1) / (Tries + 1.0));
    }
}
