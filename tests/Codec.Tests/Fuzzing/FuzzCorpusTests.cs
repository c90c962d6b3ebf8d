using VaeCodec.Fuzz.Engine;
using VaeCodec.Fuzz.Targets;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>Every input that the coverage-guided fuzzer (tests/Fuzz) has kept, and its seeds, once more.</summary>
public class FuzzCorpusTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void PromisesAreKept(string name)
    {
        IFuzzTarget target = FuzzTargets.All.Single(t => t.Name == name);
        byte[][] corpus = SeedFolder.Read(SeedFolder.PathOf(target));
        Assert.NotEmpty(corpus);
        Assert.InRange(corpus.Sum(input => input.Length), 1, 2_000_000); // what is committed has been minimised

        IEnumerable<IGrouping<string, string>> outcomes = [.. target.Seeds.Concat(corpus).Select(target.Run).GroupBy(outcome => outcome)];

        output.WriteLine(string.Join("; ", outcomes.Select(outcome => $"{outcome.Key} {outcome.Count()}")));
        Assert.True(outcomes.Count() > 1);
    }
}
