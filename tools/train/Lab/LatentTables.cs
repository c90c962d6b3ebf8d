namespace VaeCodec.Train.Lab;

/// <summary>The symbols of a latent layer of a picture: what the codec sends, [channels, height, width].</summary>
/// <param name="Channels">Of the layer.</param>
/// <param name="Height">Of its grid.</param>
/// <param name="Width">Likewise.</param>
/// <param name="Magnitudes">Of the symbols, below <see cref="LatentTables.Support"/>.</param>
/// <param name="Scales">Indices of the priors' scales, 0 to 80.</param>
internal sealed record LayerSymbols(int Channels, int Height, int Width, int[] Magnitudes, int[] Scales);

/// <summary>How much the latents' code could save: against the codec's Gaussian tables, tables that are fitted to every layer and scale,
/// and scales moved by what the neighbours that are decoded already have turned out to be.</summary>
internal static class LatentTables
{
    /// <summary>Magnitudes with a rate of their own.</summary>
    public const int Support = 600;

    /// <summary>Scales: eighths of octaves, from 2^-4.</summary>
    public const int Scales = 81;

    /// <summary>Contexts: half octaves of actual over expected magnitude.</summary>
    public const int Contexts = 17;

    // Magnitudes with a fitted frequency of their own; the last stands for all above.
    private const int Fitted = 40;

    // Symbols that the Gaussian table counts for in a fitted one.
    private const double Prior = 100;

    private const int MostShift = 12, LargestNeighbour = 60;
    private const double LeastMass = 1.0 / 65536, EarlierChannels = 0.3, Little = 0.4;
    private static readonly (int Down, int Right, double Weight)[] s_neighbours = [(0, 1, 1), (1, 0, 1), (1, 1, 0.5), (1, -1, 0.5)];

    /// <summary>Bits of a magnitude, with its sign where it has one, by scale.</summary>
    public static double[][] Gaussian { get; } = [.. Enumerable.Range(0, Scales).Select(s =>
    {
        double sigma = Sigma(s) * Math.Sqrt(2);
        return Enumerable.Range(0, Support).Select(k => -Math.Log2(Math.Max(LeastMass,
            0.5 * (MathNet.Numerics.SpecialFunctions.Erf((k + 0.5) / sigma) - MathNet.Numerics.SpecialFunctions.Erf((k - 0.5) / sigma)))))
            .ToArray();
    })];

    /// <summary>Magnitude that is expected of a scale.</summary>
    public static double[] Expected { get; } = [.. Gaussian.Select((bits, s) => 2 * bits.Select((b, k)
        => k < 8 * Sigma(s) + 3 ? k * Math.Pow(2, -b) : 0).Sum())];

    /// <summary>The tables fitted to layers: bits by scale and magnitude up to the last that has its own.</summary>
    public static double[][] Fit(IEnumerable<LayerSymbols> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        double[][] counts = [.. Enumerable.Range(0, Scales).Select(_ => new double[Fitted])];
        foreach (LayerSymbols layer in layers)
        {
            for (int i = 0; i < layer.Magnitudes.Length; i++)
                counts[layer.Scales[i]][Math.Min(layer.Magnitudes[i], Fitted - 1)]++;
        }

        return [.. counts.Select((count, s) =>
        {
            double[] mass = [.. Gaussian[s].Take(Fitted).Select((b, k) => (k == 0 ? 1 : 2) * Math.Pow(2, -b))];
            double sum = mass.Sum();
            double[] share = [.. count.Select((c, k) => c + Prior * mass[k] / sum)];
            double all = share.Sum();
            return share.Select((v, k) => -Math.Log2(v / all) + (k == 0 ? 0 : 1)).ToArray();
        })];
    }

    /// <summary>The best shift of the scale in each context, in eighths of octaves.</summary>
    public static int[] BestShifts(IEnumerable<LayerSymbols> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var cost = new double[Contexts, 2 * MostShift + 1];
        foreach (LayerSymbols layer in layers)
        {
            int[] contexts = ContextsOf(layer);
            for (int i = 0; i < contexts.Length; i++)
            {
                for (int shift = -MostShift; shift <= MostShift; shift++)
                    cost[contexts[i], shift + MostShift] += Gaussian[Shifted(layer.Scales[i], shift)][layer.Magnitudes[i]];
            }
        }

        return [.. Enumerable.Range(0, Contexts).Select(c => Enumerable.Range(-MostShift, 2 * MostShift + 1)
            .MinBy(shift => cost[c, shift + MostShift]))];
    }

    /// <summary>Bits of a layer by the codec's tables, by fitted ones, and with moved scales.</summary>
    public static (double Plain, double Fitted, double Moved) Measure(LayerSymbols layer, double[][] table, int[] shifts)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(shifts);
        int[] contexts = ContextsOf(layer);
        double plain = 0, fitted = 0, moved = 0;
        for (int i = 0; i < contexts.Length; i++)
        {
            (int k, int s) = (layer.Magnitudes[i], layer.Scales[i]);
            plain += Gaussian[s][k];
            fitted += table[s][Math.Min(k, Fitted - 1)];
            moved += Gaussian[Shifted(s, shifts[contexts[i]])][k];
        }

        return (plain, fitted, moved);
    }

    /// <summary>log2 of actual over expected magnitude of the neighbours that are decoded before, in half octaves.</summary>
    public static int[] ContextsOf(LayerSymbols layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        double[] actual = Seen(layer, [.. layer.Magnitudes.Select(k => (double)Math.Min(k, LargestNeighbour))]);
        double[] expected = Seen(layer, [.. layer.Scales.Select(s => Expected[s])]);
        return [.. actual.Zip(expected, (a, e) => Math.Clamp(
            (int)Math.Round(2 * Math.Log2((a + Little) / (e + Little))) + Contexts / 2, 0, Contexts - 1))];
    }

    private static double Sigma(int scale) => Math.Pow(2, scale / 8.0 - 4);

    private static int Shifted(int scale, int shift) => Math.Clamp(scale + shift, 0, Scales - 1);

    private static double[] Seen(LayerSymbols layer, double[] values)
    {
        int plane = layer.Height * layer.Width;
        var seen = new double[values.Length];
        var before = new double[plane];
        for (int i = 0; i < values.Length; i++)
        {
            int at = i % plane, y = at / layer.Width, x = at % layer.Width;
            seen[i] = EarlierChannels * before[at];
            before[at] += values[i];
            foreach ((int down, int right, double weight) in s_neighbours)
            {
                if (y >= down && x - right >= 0 && x - right < layer.Width)
                    seen[i] += weight * values[i - down * layer.Width - right];
            }
        }

        return seen;
    }
}
