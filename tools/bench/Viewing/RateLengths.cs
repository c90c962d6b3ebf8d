namespace VaeCodec.Bench.Viewing;

/// <summary>From rates to lengths of files that VaeCodec can make.</summary>
internal static class RateLengths
{
    /// <summary>So much more than VaeCodec's smallest file is asked of the first peer, so that a step of its settings cannot fall
    /// below.</summary>
    private const double Room = 1.04;

    /// <summary>Lengths that are nearer to each other look alike.</summary>
    private const double Apart = 1.1;

    /// <summary>Rates with their lengths in bytes. Where VaeCodec has no file as small as a rate asks for, its smallest stands for it; of
    /// rates that come to much the same only the highest is left.</summary>
    /// <param name="rates">Bits per pixel, rising.</param>
    /// <param name="pixels">Of the picture.</param>
    /// <param name="smallest">VaeCodec's shortest file of it, in bytes.</param>
    public static IReadOnlyList<(double Rate, double Bytes)> Of(IReadOnlyList<double> rates, long pixels, int smallest)
    {
        (double Rate, double Bytes)[] all = [.. rates.Select(rate => (rate, Math.Max(rate * pixels / 8, smallest * Room)))];
        return [.. all.Where((one, i) => i + 1 == all.Length || all[i + 1].Bytes > one.Bytes * Apart)];
    }
}
