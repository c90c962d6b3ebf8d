using VaeCodec.Bench.Speed;
using VaeCodec.Inference.Work;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using Xunit;

namespace VaeCodec.Bench.Tests.Speed;

[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>Listens to all codecs of the process, so no other test may run one.</summary>
[Collection(typeof(AloneInTheProcess))]
public sealed class StageClockTests
{
    private const int Side = 64;

    [Fact]
    public void TheStagesOfAPictureHaveAllTheMultiplicationsOfItsNetwork()
    {
        HvaeWeights weights = HvaeWeights.Parse(ModelLibrary.In(null).FileOf(ModelKind.Hvae, null).Read());
        var clock = new StageClock(new NetworkStages(weights.Network.Spec).Of);
        var image = new PixelImage(Side, Side, 3, [.. Enumerable.Range(0, Side * Side * 3).Select(i => (byte)(i * i >> 8))]);
        byte[] file = [];
        IReadOnlyList<(string Stage, StageCost Cost)> encode = clock.Measure(() => file = new VaeEncoder().Encode(image).Bytes);
        IReadOnlyList<(string Stage, StageCost Cost)> decode = clock.Measure(() => new VaeDecoder().Decode(file));

        HvaeCost cost = HvaeCost.Of(weights.Network);
        Assert.Equal(cost.EncoderMadePerPixel * Side * Side, encode.Sum(s => s.Cost.Multiplies));
        Assert.Equal(cost.DecoderMadePerPixel * Side * Side, decode.Sum(s => s.Cost.Multiplies));
        Assert.Equal(
            ["analysis 1/4", "analysis 1/8", "analysis 1/16", "analysis 1/32", "analysis 1/64", "top-down 1/64", "top-down 1/32",
                "top-down 1/16", "top-down 1/8", "synthesis 1/4"],
            encode.Where(s => s.Cost.Multiplies > 0).Select(s => s.Stage));
        string[] around = [CodecActivity.Container, CodecActivity.Condition, CodecActivity.Quantisation, CodecActivity.Entropy,
            CodecActivity.Colour, CodecActivity.Checks];
        Assert.Equal(around.Order(), Around(encode));
        Assert.Equal(around.Order(), Around(decode));

        static IEnumerable<string> Around(IReadOnlyList<(string Stage, StageCost Cost)> stages) => stages
            .Where(s => s.Cost.Multiplies == 0).Select(s => s.Stage.Replace(CodecActivity.BesideSuffix, "", StringComparison.Ordinal))
                .Distinct().Order();
    }

    [Fact]
    public void AMeasurementStartsFromNothing()
    {
        var clock = new StageClock(name => name);
        Assert.Single(clock.Measure(() => CodecActivity.Start("a", 5)?.Dispose()));
        Assert.Equal(("b", 2L), clock.Measure(() =>
        {
            CodecActivity.Start("b", 1)?.Dispose();
            CodecActivity.Start("b", 1)?.Dispose();
        }).Select(s => (s.Stage, s.Cost.Multiplies)).Single());
    }
}
