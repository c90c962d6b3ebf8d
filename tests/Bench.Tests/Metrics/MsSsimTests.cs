using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Metrics;

public class MsSsimTests
{
    /// <summary>Value from a Python program that shares nothing with this one: direct two-dimensional windows in double precision.
    /// Both sides are odd at several scales, so that the borders count too.</summary>
    [Fact]
    public void AgreesWithAnIndependentProgram()
        => Assert.Equal(0.9959446140358595, MsSsim.Of(Pattern.Original(177, 163), Pattern.Coarse(177, 163))!.Value, 2e-6);

    [Fact]
    public void OfIdenticalPicturesIsOne() => Assert.Equal(1, MsSsim.Of(Pattern.Original(200, 161), Pattern.Original(200, 161))!.Value, 6);

    [Fact]
    public void IsUnknownWhereTheFifthScaleIsTooSmall()
    {
        Assert.Null(MsSsim.Of(Pattern.Original(400, MsSsim.LeastSide - 1), Pattern.Original(400, MsSsim.LeastSide - 1)));
        Assert.NotNull(MsSsim.Of(Pattern.Original(MsSsim.LeastSide, MsSsim.LeastSide),
            Pattern.Original(MsSsim.LeastSide, MsSsim.LeastSide)));
    }
}
