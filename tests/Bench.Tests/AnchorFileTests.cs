using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Bench.Tests;

public class AnchorFileTests
{
    [Fact]
    public void AveragesTheRowsOfAPoint()
    {
        Curve curve = Assert.Single(Read("codec,point,extra,bpp,psnr_rgb_db,ms_ssim\nx,1,,0.4,30,0.95\nx,0,,0.1,20,\nx,1,,0.6,32,0.97\n"));
        Assert.Equal(("x", "curves"), (curve.Name, curve.Source));
        Assert.Equal([0.1, 0.5], curve.Points.Select(p => p.Bpp));
        Assert.Equal([20.0, 31], curve.Points.Select(p => p.PsnrRgbDb));
        Assert.Null(curve.Points[0].MsSsim);
        Assert.Equal(0.96, curve.Points[1].MsSsim!.Value, 12);
    }

    [Theory]
    [InlineData("codec,point,bpp\nx,0,1\n", "psnr_rgb_db")]
    [InlineData("codec,point,bpp,psnr_rgb_db\nx,0,many,30\n", "'many'")]
    [InlineData("codec,point,bpp,psnr_rgb_db\nx,0,1\n", "too few columns")]
    [InlineData("codec,point,bpp,psnr_rgb_db\nx,0,0,30\n", "no bits")]
    [InlineData("", "codec")]
    public void SaysWhatIsWrong(string text, string words) => Assert.Contains(words,
        Assert.Throws<VaeCodecException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void CurvesOfOneNameAreToldApart()
    {
        CurvePoint[] points = [new() { Bpp = 1, PsnrRgbDb = 30 }];
        var set = CurveSet.Of([new("vaecodec", Curve.Measured, points), new("webp", Curve.Measured, points)],
            [new("webp", "a", points), new("vtm", "a", points), new("webp", "b", points)]);
        Assert.Equal(["vaecodec", "webp", "webp (a)", "vtm", "webp (b)"], set.Curves.Select(c => c.Name));
    }

    private static IReadOnlyList<Curve> Read(string text)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["curves.csv"], text);
        return AnchorFile.Read(folder["curves.csv"]);
    }
}
