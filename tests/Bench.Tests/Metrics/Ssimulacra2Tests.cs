using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Metrics;

/// <summary>Scores by the C++ program ssimulacra2 of libjxl 0.12.0, as fast-ssim2 published them
/// (github.com/imazen/fast-ssim2, benchmarks/cpp_parity_synthetic_2026-08-31.tsv), on pictures that are made by the rules given there. On
/// flat pictures the program itself is at the mercy of its rounding, so that those agree less well.</summary>
public sealed class Ssimulacra2Tests
{
    private const int Side = 64;

    [Theory]
    [InlineData("gradient", "uniform", -64.56872148, 0.01)]
    [InlineData("noise 42", "uniform", -47.33572558, 0.01)]
    [InlineData("noise 999", "sharpened", -5.81017556, 0.01)]
    [InlineData("edge", "blurred", 24.27333552, 0.1)]
    [InlineData("gradient", "blurred", 94.34090315, 0.3)]
    public void AgreesWithThePublishedScores(string picture, string change, double score, double within)
    {
        PixelImage original = Picture(picture);
        PixelImage decoded = change switch
        {
            "uniform" => Draw(Side, (_, _, _) => 128),
            "sharpened" => Draw(Side, (x, y, c) => Sharpened(original, x, y, c)),
            _ => Draw(Side, (x, y, c) => Blurred(original, x, y, c)),
        };

        Assert.Equal(score, Ssimulacra2.Of(original, decoded)!.Value, within);
    }

    /// <summary>All six scales.</summary>
    [Theory]
    [InlineData(128, 20, 54.27883917)]
    [InlineData(128, 50, -9.82383315)]
    [InlineData(256, 10, 80.29149136)]
    [InlineData(256, 20, 59.77892918)]
    [InlineData(256, 50, -0.39085784)]
    public void AgreesOnFlatPictures(int side, int step, double score)
        => Assert.Equal(score, Ssimulacra2.Of(Draw(side, (_, _, _) => 128), Draw(side, (_, _, _) => 128 + step))!.Value, 0.8);

    [Fact]
    public void OfIdenticalPicturesIsAHundred()
        => Assert.Equal(100, Ssimulacra2.Of(Pattern.Original(99, 75), Pattern.Original(99, 75))!.Value, 9);

    [Fact]
    public void IsUnknownOfTinyPictures()
    {
        Assert.Null(Ssimulacra2.Of(Pattern.Original(40, 7), Pattern.Coarse(40, 7)));
        Assert.InRange(Ssimulacra2.Of(Pattern.Original(40, 8), Pattern.Coarse(40, 8))!.Value, -100, 99.9);
    }

    private static PixelImage Picture(string name)
    {
        if (name == "gradient")
            return Draw(Side, (x, _, _) => x * 255 / (Side - 1));
        if (name == "edge")
            return Draw(Side, (x, _, _) => x < Side / 2 ? 0 : 255);
        ulong state = ulong.Parse(name["noise ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        return Draw(Side, (_, _, _) =>
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            return (int)(state >> 33) & 0xFF;
        });
    }

    private static PixelImage Draw(int side, Func<int, int, int, int> value)
        => new(side, side, 3, [.. Enumerable.Range(0, side * side * 3).Select(i => (byte)value(i / 3 % side, i / 3 / side, i % 3))]);

    private static int At(PixelImage image, int x, int y, int c)
        => image.Pixels[(Math.Clamp(y, 0, image.Height - 1) * image.Width + Math.Clamp(x, 0, image.Width - 1)) * 3 + c];

    private static int Sharpened(PixelImage p, int x, int y, int c)
        => Math.Clamp(5 * At(p, x, y, c) - At(p, x - 1, y, c) - At(p, x + 1, y, c) - At(p, x, y - 1, c) - At(p, x, y + 1, c), 0, 255);

    /// <summary>Means over 8 x 8, from 4 before to 3 after.</summary>
    private static int Blurred(PixelImage p, int x, int y, int c)
        => Enumerable.Range(0, 64).Sum(i => At(p, x + i % 8 - 4, y + i / 8 - 4, c)) / 64;
}
