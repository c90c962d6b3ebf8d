using VaeCodec.Models;
using Xunit;

namespace VaeCodec.Codec.Tests.Models;

public sealed class TrainedWidthsTests
{
    [Fact]
    public void ThoseOfTheTablesPass() => TrainedWidths.Check([-4, 6]);

    [Theory]
    [InlineData(-4, 7)]
    [InlineData(-5, 6)]
    [InlineData(-4, 200)]
    public void OthersHaveNoTables(double lowest, double highest)
        => Assert.Contains("tables from 2^-4 to 2^6", Assert.Throws<InvalidDataException>(() =>
            TrainedWidths.Check([lowest, highest])).Message, StringComparison.Ordinal);
}
