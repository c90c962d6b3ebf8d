using System.Globalization;

namespace VaeCodec.Fuzz.Engine;

/// <summary>What a run has done.</summary>
/// <param name="Target">Its target.</param>
/// <param name="Seed">Of its mutations.</param>
/// <param name="Runs">Inputs that it has tried.</param>
/// <param name="ProcessorSeconds">Of its process so far.</param>
/// <param name="Corpus">Inputs that it knows at its end.</param>
/// <param name="Features">Edges and how often they are taken, that these reach.</param>
/// <param name="Findings">Inputs that broke a promise.</param>
internal sealed record FuzzTally(string Target, int Seed, long Runs, double ProcessorSeconds, int Corpus, int Features, int Findings)
{
    private const char Separator = ',';

    /// <summary>Adds a line to a file.</summary>
    public static void Append(string path, FuzzTally tally) => File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture,
        $"{tally.Target},{tally.Seed},{tally.Runs},{tally.ProcessorSeconds:f1},{tally.Corpus},{tally.Features},{tally.Findings}\n"));

    /// <summary>All lines of a file; none without it.</summary>
    public static IReadOnlyList<FuzzTally> Read(string path) => !File.Exists(path) ? [] : [.. File.ReadLines(path).Select(Parse)];

    private static FuzzTally Parse(string line)
    {
        string[] part = line.Split(Separator);
        CultureInfo culture = CultureInfo.InvariantCulture;
        return new(part[0], int.Parse(part[1], culture), long.Parse(part[2], culture), double.Parse(part[3], culture),
            int.Parse(part[4], culture), int.Parse(part[5], culture), int.Parse(part[6], culture));
    }
}
