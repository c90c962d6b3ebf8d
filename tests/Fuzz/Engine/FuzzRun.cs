using System.Diagnostics;
using System.Globalization;
using VaeCodec.Fuzz.Coverage;
using VaeCodec.Fuzz.Targets;

namespace VaeCodec.Fuzz.Engine;

/// <summary>Changes inputs at random, keeps those that reach what none before has reached, and changes these further.</summary>
internal sealed class FuzzRun(IFuzzTarget target, FuzzOptions options, TextWriter log)
{
    private readonly Random _random = new(options.Seed);
    private readonly CostOracle _oracle = new();
    private readonly HashSet<int> _seen = [];
    private readonly List<byte[]> _corpus = [];
    private readonly SortedDictionary<string, long> _outcomes = [];
    private int _findings;

    /// <summary>Fuzzes until the time or the runs are up; returns the number of findings.</summary>
    public int Run()
    {
        string kept = SeedFolder.PathOf(target), folder = options.CorpusOf(target);
        foreach (byte[] seed in target.Seeds.Concat(SeedFolder.Read(kept)).Concat(folder == kept ? [] : SeedFolder.Read(folder)))
        {
            if (Try(seed) || _corpus.Count == 0)
                _corpus.Add(seed);
        }

        int started = _corpus.Count, edges = _seen.Count;
        var havoc = new Havoc(_random);
        long runs = 0, nextLine = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < options.Time && Environment.CpuUsage.TotalTime < options.Turn
            && runs < options.Runs; runs++)
        {
            byte[] input = havoc.Change(Pick(), _corpus);
            if (_random.Next(16) != 0)
                input = target.Repair(input);
            if (Try(input))
            {
                _corpus.Add(input);
                SeedFolder.Write(folder, input);
            }

            if (clock.ElapsedMilliseconds >= nextLine)
            {
                Say(runs, clock.Elapsed);
                nextLine = clock.ElapsedMilliseconds + (long)options.Interval.TotalMilliseconds;
            }
        }

        log.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: {runs} runs, seed {options.Seed}, {_findings} findings; corpus {started} -> {_corpus.Count}, features "
            + $"{edges} -> {_seen.Count}; at most {_oracle.Most.Seconds:f2} s and {_oracle.Most.Bytes >> 10} KiB"));
        foreach ((string outcome, long count) in _outcomes)
            log.WriteLine($"  {count,9} {outcome}");
        if (options.Tally is { } tally)
        {
            FuzzTally.Append(tally, new(target.Name, options.Seed, runs, Environment.CpuUsage.TotalTime.TotalSeconds, _corpus.Count,
                _seen.Count, _findings));
        }

        return _findings;
    }

    /// <summary>Leaves a part of the corpus that reaches as much: the smallest inputs first, whatever adds something.</summary>
    public int Minimise()
    {
        string folder = options.CorpusOf(target);
        byte[][] inputs = SeedFolder.Read(folder);
        foreach (byte[] seed in target.Seeds)
            Try(seed); // these are there anyway
        byte[][] kept = [.. inputs.Where(Try)];
        SeedFolder.Keep(folder, kept);
        log.WriteLine($"{target.Name}: {kept.Length} of {inputs.Length} inputs kept, {kept.Sum(input => input.Length)} bytes, "
            + $"{_seen.Count} features");
        return _findings;
    }

    /// <summary>The young ones half of the time.</summary>
    private byte[] Pick() => _corpus[_random.Next(2) == 0 ? _random.Next(_corpus.Count)
        : Math.Max(0, _corpus.Count - 1 - _random.Next(32))];

    /// <summary>True when the input has reached something new.</summary>
    private bool Try(byte[] input)
    {
        using var watch = new Watchdog(options.FindingsOf(target), input);
        int before = _seen.Count;
        EdgeCounters.Clear();
        try
        {
            string outcome = _oracle.Run(() => target.Run([.. input]));
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        }
        catch (BrokenPromiseException e)
        {
            Found(input, e.Message);
        }

        _seen.UnionWith(EdgeCounters.Features());
        return _seen.Count > before;
    }

    private void Found(byte[] input, string what)
    {
        _findings++;
        log.WriteLine($"{target.Name}: FINDING: {what}: {SeedFolder.Write(options.FindingsOf(target), input)}");
    }

    private void Say(long runs, TimeSpan time) => log.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{target.Name}: {time:h\\:mm\\:ss}, {runs} runs, {runs / Math.Max(time.TotalSeconds, 1e-3):f0}/s, corpus {_corpus.Count}, "
            + $"features {_seen.Count}, findings {_findings}"));
}
