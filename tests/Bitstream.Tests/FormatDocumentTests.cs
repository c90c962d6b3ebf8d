using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeCodec.Bitstream.Tests;

/// <summary>FORMAT.md shows bytes; they are the ones the code writes.</summary>
public partial class FormatDocumentTests
{
    private static readonly string Document = File.ReadAllText(Repository.Path("bitstream", "FORMAT.md"));

    [Fact]
    public void The_worked_file_is_the_one_written_and_reads_back()
    {
        string block = Example().Match(Document).Groups["bytes"].Value;
        byte[] file = [.. block.Split('\n')
            .SelectMany(line => line.Split(';')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(hex => byte.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        Assert.Equal(VectorCatalog.Example, file);
        Layer.AssertDecodes(VaecFile.Read(file).Latents.ToArray(), VectorCatalog.ExampleLayers);
    }

    [Fact]
    public void The_hash_of_the_tables_is_the_golden_one() => Assert.Contains(ScaleTablesTests.Golden, Document);

    [GeneratedRegex("```vaec\n(?<bytes>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
