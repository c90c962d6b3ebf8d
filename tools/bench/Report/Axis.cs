namespace VaeCodec.Bench.Report;

/// <summary>One axis of a chart: from values to pixels, with ticks at round numbers.</summary>
/// <param name="Low">Value at <paramref name="From"/>.</param>
/// <param name="High">Value at <paramref name="To"/>.</param>
/// <param name="From">Pixel.</param>
/// <param name="To">Pixel.</param>
/// <param name="Logarithmic">Equal ratios are equal distances.</param>
internal sealed record Axis(double Low, double High, double From, double To, bool Logarithmic)
{
    /// <summary>An axis that holds all values with some room at both ends.</summary>
    public static Axis Around(IEnumerable<double> values, double from, double to, bool logarithmic)
    {
        double[] all = [.. values];
        double low = all.Min(), high = all.Max();
        if (logarithmic)
            return new(low / 1.15, high * 1.15, from, to, true);
        double room = high > low ? (high - low) * 0.06 : 1;
        return new(low - room, high + room, from, to, false);
    }

    /// <summary>Where a value lies.</summary>
    public double this[double value] => From + (To - From) * (Logarithmic ? Math.Log(value / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low));

    /// <summary>Round values within.</summary>
    public IEnumerable<double> Ticks() => (Logarithmic ? Decades() : Steps()).Where(t => t >= Low && t <= High);

    private IEnumerable<double> Decades()
    {
        for (int power = (int)Math.Floor(Math.Log10(Low)); power <= Math.Log10(High); power++)
        {
            foreach (double digit in new[] { 1.0, 2, 5 })
                yield return Math.Round(digit * Math.Pow(10, power), 9);
        }
    }

    private IEnumerable<double> Steps()
    {
        double rough = (High - Low) / 6, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * new[] { 1.0, 2, 5, 10 }.First(d => d * power >= rough);
        for (double tick = Math.Ceiling(Low / step); tick * step <= High; tick++)
            yield return Math.Round(tick * step, 9);
    }
}
