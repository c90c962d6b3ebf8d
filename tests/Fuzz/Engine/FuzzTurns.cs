using System.Diagnostics;
using System.Globalization;
using VaeCodec.Fuzz.Targets;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Fuzz.Engine;

/// <summary>Fuzzes for hours: the targets take turns, each in a process of its own, so that one that ends badly ends nothing else. What is
/// kept lies in the folder <c>.fuzz</c> of the repository, which git ignores: the next run goes on with it.</summary>
/// <param name="options">The targets, and for how long.</param>
/// <param name="start">Starts the instrumented program with arguments.</param>
internal sealed class FuzzTurns(FuzzOptions options, Func<IEnumerable<string>, Process> start)
{
    private static readonly TimeSpan s_turn = TimeSpan.FromMinutes(2);

    private readonly string _folder = Path.Combine(Corpus.Root, ".fuzz");

    private string Tally => Path.Combine(_folder, "tally.csv");

    private string Findings => Path.Combine(_folder, "findings");

    /// <summary>Runs; returns the number of inputs in the folder of findings.</summary>
    public int Run()
    {
        Directory.CreateDirectory(_folder);
        int seed = FuzzTally.Read(Tally).Select(turn => turn.Seed).Append(options.Seed - 1).Max();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < options.TurnsFor;)
        {
            IFuzzTarget target = options.Targets[++seed % options.Targets.Count];
            TimeSpan left = options.TurnsFor - clock.Elapsed;
            using Process child = start([target.Name, "--seed", Text(seed), "--minutes", Text(left.TotalMinutes),
                "--processor-minutes", Text(s_turn.TotalMinutes), "--corpus", Path.Combine(_folder, "corpus"), "--findings", Findings,
                "--tally", Tally]);
            child.WaitForExit();
        }

        foreach (IGrouping<string, FuzzTally> turns in FuzzTally.Read(Tally).GroupBy(turn => turn.Target))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{turns.Key}: {turns.Sum(turn => turn.Runs)} runs in "
                + $"{turns.Sum(turn => turn.ProcessorSeconds) / 3600:f2} processor hours, corpus {turns.Last().Corpus}, features "
                + $"{turns.First().Features} -> {turns.Last().Features}, {turns.Sum(turn => turn.Findings)} findings"));
        int findings = Directory.Exists(Findings) ? Directory.GetFiles(Findings, "*", SearchOption.AllDirectories).Length : 0;
        Console.WriteLine($"{findings} inputs in {Findings}");
        return findings;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
