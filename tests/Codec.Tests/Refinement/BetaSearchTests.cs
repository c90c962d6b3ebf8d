using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Rates;
using VaeCodec.Refinement;
using Xunit;

namespace VaeCodec.Codec.Tests.Refinement;

public class BetaSearchTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    public void MoreTriesLowerTheObjective(double quality)
    {
        HvaeModel model = ModelLibrary.In(null).Default(ModelKind.Hvae);
        var ladder = new RateLadder(model);
        var encoding = new LossyEncoding(Photo.Sample, model, new(), int.MaxValue);
        RateVector asked = ladder[ladder.OfQuality(quality)];
        Objective objective = encoding.Objective(asked);
        double[] values = [.. new[] { 0, 6, 18 }.Select(tries => objective.Of(
            encoding.Run(BetaSearch.Find(encoding, asked, tries, null), true)))];
        Assert.Equal(objective.Of(encoding.Run(asked, true)), values[0]);
        Assert.InRange(values[1], 0, values[0]);
        Assert.InRange(values[2], 0, values[1]);
        Assert.True(values[2] < values[0]);
    }

    [Fact]
    public void TheEndsOfTheScaleAreNotPassed()
    {
        HvaeModel model = ModelLibrary.In(null).Default(ModelKind.Hvae);
        var encoding = new LossyEncoding(Photo.Crop(192, 128), model, new(), int.MaxValue);
        foreach (byte end in new[] { byte.MinValue, byte.MaxValue })
        {
            RateVector found = BetaSearch.Find(encoding, RateVector.Uniform(end, model.Network.Layers.Count), 18, null);
            Assert.All(found, beta => Assert.InRange(Math.Abs(beta - end), 0, 12));
        }
    }
}
