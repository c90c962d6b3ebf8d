using System.Globalization;
using VaeCodec.Fuzz.Targets;

namespace VaeCodec.Fuzz.Engine;

/// <summary>The command line: <c>[vaec|vaea|weights|metadata|pnm|images]... [--minutes M] [--processor-minutes M] [--runs N] [--seed S]
/// [--corpus DIR] [--findings DIR] [--tally FILE] [--minimise] [--hours H] [--doublings]</c>.</summary>
internal sealed record FuzzOptions
{
    public IReadOnlyList<IFuzzTarget> Targets { get; private init; } = FuzzTargets.All;

    public TimeSpan Time { get; private init; } = TimeSpan.FromMinutes(1);

    /// <summary>Of processor time, which other work on the machine does not shorten.</summary>
    public TimeSpan Turn { get; private init; } = TimeSpan.MaxValue;

    public long Runs { get; private init; } = long.MaxValue;

    public int Seed { get; private init; } = 1;

    public bool Minimise { get; private init; }

    /// <summary>Whether it is not fuzzed, but measured how costs grow with the size of hostile inputs.</summary>
    public bool Doubles { get; private init; }

    /// <summary>How long targets take turns in processes of their own; zero for one run each in this process.</summary>
    public TimeSpan TurnsFor { get; private init; }

    /// <summary>A file that gets a line for each run.</summary>
    public string? Tally { get; private init; }

    /// <summary>Between two lines of progress.</summary>
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    private string? Corpus { get; init; }

    private string Findings { get; init; } = Path.Combine(Path.GetTempPath(), "vaecodec-findings");

    public string CorpusOf(IFuzzTarget target) => Corpus is null ? SeedFolder.PathOf(target) : Path.Combine(Corpus, target.Name);

    public string FindingsOf(IFuzzTarget target) => Path.Combine(Findings, target.Name);

    /// <exception cref="FormatException">A word or a number that is not known.</exception>
    public static FuzzOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new FuzzOptions();
        List<IFuzzTarget> targets = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--minutes" => options with { Time = TimeSpan.FromMinutes(double.Parse(Value(), CultureInfo.InvariantCulture)) },
                "--processor-minutes" => options with { Turn = TimeSpan.FromMinutes(double.Parse(Value(), CultureInfo.InvariantCulture)) },
                "--runs" => options with { Runs = long.Parse(Value(), CultureInfo.InvariantCulture), Time = TimeSpan.MaxValue },
                "--seed" => options with { Seed = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--corpus" => options with { Corpus = Value() },
                "--findings" => options with { Findings = Value() },
                "--tally" => options with { Tally = Value() },
                "--hours" => options with { TurnsFor = TimeSpan.FromHours(double.Parse(Value(), CultureInfo.InvariantCulture)) },
                "--doublings" => options with { Doubles = true },
                "--minimise" => options with { Minimise = true },
                _ => Named(arguments[i]),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value");
        }

        return targets.Count == 0 ? options : options with { Targets = targets };

        FuzzOptions Named(string name)
        {
            targets.Add(FuzzTargets.All.FirstOrDefault(target => target.Name == name)
                ?? throw new FormatException($"'{name}' is no target and no option"));
            return options;
        }
    }
}
