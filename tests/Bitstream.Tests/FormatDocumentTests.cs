namespace VaeCodec.Bitstream.Tests;

/// <summary>FORMAT.md shows bytes; they are the ones the code writes.</summary>
public class FormatDocumentTests
{
    private static readonly string Document = File.ReadAllText(Repository.Path("bitstream", "FORMAT.md"));

    [Fact]
    public void The_worked_file_is_the_one_written_and_reads_back()
    {
        byte[] file = Repository.Bytes("bitstream", "FORMAT.md", "vaec");
        Assert.Equal(VectorCatalog.Example, file);
        Layer.AssertDecodes(VaecFile.Read(file).Latents.ToArray(), VectorCatalog.ExampleLayers);
    }

    [Fact]
    public void The_hash_of_the_tables_is_the_golden_one() => Assert.Contains(ScaleTablesTests.Golden, Document);

    [Fact]
    public void The_hash_of_the_logistic_is_the_golden_one() => Assert.Contains(LogisticMixtureTests.Golden, Document);

    [Fact]
    public void The_hash_of_the_latents_bins_is_the_golden_one() =>
        Assert.Contains(LatentBinsTests.Golden, File.ReadAllText(Repository.Path("bitstream", "ARCHIVE.md")));

    [Fact]
    public void The_worked_mixture_has_these_frequencies()
    {
        int[] values = [0, 50, 99, 100, 101, 105, 110, 255];
        var mixture = new LogisticMixture();
        mixture.Set([new(0, 6416, 24), new(8, 6720, 40)]);
        Assert.Contains($"| start(v) | {string.Join(" | ", values.Select(v => mixture.Start(v)))} |", Document);
        Assert.Contains($"| frequency | {string.Join(" | ", values.Select(v => mixture.Start(v + 1) - mixture.Start(v)))} |", Document);
    }
}
