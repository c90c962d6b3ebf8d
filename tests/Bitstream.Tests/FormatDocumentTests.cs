using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Bitstream.Tests.BitsBack;
using VaeCodec.Bitstream.Tests.Support;
using VaeCodec.Bitstream.Tests.Tables;

namespace VaeCodec.Bitstream.Tests;

/// <summary>FORMAT.md shows bytes; they are the ones the code writes.</summary>
public class FormatDocumentTests
{
    private static readonly string Document = File.ReadAllText(Repository.Path("bitstream", "FORMAT.md"));
    private static readonly string Archive = File.ReadAllText(Repository.Path("bitstream", "ARCHIVE.md"));

    [Fact]
    public void TheWorkedFileIsTheOneWrittenAndReadsBack()
    {
        byte[] file = Repository.Bytes("bitstream", "FORMAT.md", "vaec");
        Assert.Equal(VectorCatalog.Example, file);
        Layer.AssertDecodes(VaecFile.Read(file).Latents.ToArray(), VectorCatalog.ExampleLayers);
    }

    [Fact]
    public void TheHashOfTheTablesIsTheGoldenOne() => Assert.Contains(ScaleTablesTests.Golden, Document);

    [Fact]
    public void TheHashOfTheLogisticIsTheGoldenOne() => Assert.Contains(LogisticMixtureTests.Golden, Document);

    [Fact]
    public void TheHashOfTheLatentsBinsIsTheGoldenOne() =>
        Assert.Contains(LatentBinsTests.Golden, Archive);

    [Fact]
    public void TheWorkedBeliefHasTheseIntervals()
    {
        int[] bins = [0, 1, 1000, 2048, 2466, 4095];
        LatentLogistic belief = new(8192, 56);
        string expected = string.Join('\n', [
            Row("start(b), posterior", bin => LatentSymbol.Interval<PosteriorIntervals>(belief, bin).Start),
                Row("frequency", bin => LatentSymbol.Interval<PosteriorIntervals>(belief, bin).Freq),
            Row("start(b), prior", bin => LatentSymbol.Interval<PriorIntervals>(belief, bin).Start),
                Row("frequency", bin => LatentSymbol.Interval<PriorIntervals>(belief, bin).Freq),
        ]);
        Assert.Contains(expected, Archive);

        string Row(string name, Func<int, uint> value) => $"| {name} | {string.Join(" | ", bins.Select(value))} |";
    }

    [Fact]
    public void TheWorkedBinaryPixelsHaveTheseFrequencies() =>
        Assert.Contains($"T = -16384 and T = 163840 give f = {new BinaryPixel(-16384).Interval(white: true).Freq} and f = "
            + $"{new BinaryPixel(163840).Interval(white: true).Freq}.", Archive);

    [Fact]
    public void TheWorkedMixtureHasTheseFrequencies()
    {
        int[] values = [0, 50, 99, 100, 101, 105, 110, 255];
        var mixture = new LogisticMixture();
        mixture.Set([new(0, 6416, 24), new(8, 6720, 40)]);
        Assert.Contains($"| start(v) | {string.Join(" | ", values.Select(v => mixture.Start(v)))} |", Document);
        Assert.Contains($"| frequency | {string.Join(" | ", values.Select(v => mixture.Start(v + 1) - mixture.Start(v)))} |", Document);
    }
}
