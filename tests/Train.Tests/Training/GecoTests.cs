using VaeCodec.Tests.Shared;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Training;

public sealed class GecoTests
{
    [Theory]
    [InlineData(24.0)]
    [InlineData(30.0)]
    public void MultipliersFindTheErrorOfAPlantAtHighRate(double psnr)
    {
        var geco = new Geco(new() { TargetPsnr = psnr, Speed = 0.05 }, Tiny.Spec);
        double error = Drive(geco, 2000, log2Beta => new(0, (float)(0.3 * double.Exp2(0.8 * log2Beta.Average())), [1, 1], 1)).SquaredError;
        Assert.Equal(psnr, -10 * Math.Log10(error), 0.05);
        Assert.Equal(geco.Log2Beta[0], geco.Log2Beta[1]);
    }

    [Fact]
    public void MultipliersFindTheRateOfEveryLayerThoughTheLayersCompete()
    {
        var geco = new Geco(new() { TargetLayerBpp = [0.05, 0.6], Speed = 0.05 }, Tiny.Spec);
        float[] rates = Drive(geco, 4000, b => new(0, 0.01f,
            [(float)double.Exp2(-0.5 * b[0] - 6 + 0.1 * b[1]), (float)double.Exp2(-0.5 * b[1] - 5 + 0.1 * b[0])], 1)).LayerBits;
        Assert.InRange(rates[0], 0.05 * 0.99, 0.05 * 1.01);
        Assert.InRange(rates[1], 0.6 * 0.99, 0.6 * 1.01);
    }

    [Fact]
    public void ATargetOutOfReachLeavesTheMultipliersNearTheTrainedRange()
    {
        var geco = new Geco(new() { TargetPsnr = 99, Speed = 1 }, Tiny.Spec);
        Drive(geco, 2000, _ => new(0, 0.5f, [1, 1], 1));
        Assert.All(geco.Log2Beta, b => Assert.InRange(b, Math.Log2(Tiny.Spec.BetaRange[0]) - 2.1, Math.Log2(Tiny.Spec.BetaRange[0])));
    }

    [Fact]
    public void ARunLandsOnItsErrorAndCanBeResumed()
    {
        Libtorch.Require();
        using var whole = new ScratchFolder();
        using var parts = new ScratchFolder();
        TrainConfig config = Tiny.Config(whole.Path) with
        {
            Batch = 4,
            Steps = 200,
            Geco = new() { TargetPsnr = 32, Speed = 0.2, Average = 0.9 },
        };
        IReadOnlyList<float> multipliers;
        using (var trainer = new Trainer(config, Tiny.Photos with { HeldOut = Tiny.Photos.Training }))
        {
            Assert.True(trainer.Loop.Run());
            HeldOutPoint point = Assert.Single(trainer.Finish());
            Assert.InRange(-10 * Math.Log10(point.SquaredError), 31.5, 32.5);
            multipliers = point.Log2Beta;
        }

        config = config with { Out = parts.Path };
        using (var trainer = new Trainer(config, Tiny.Photos))
            trainer.Loop.Run(untilStep: 90);
        using (var trainer = new Trainer(config, Tiny.Photos with { HeldOut = Tiny.Photos.Training }, parts.Path))
        {
            trainer.Loop.Run();
            Assert.Equal(multipliers, Assert.Single(trainer.Finish()).Log2Beta);
        }
    }

    // A network whose error and rates follow the multipliers at once; the learning rate falls as in a run.
    private static StepOutcome Drive(Geco geco, int steps, Func<IReadOnlyList<float>, StepOutcome> plant)
    {
        for (int i = 0; i < steps; i++)
            geco.Update(plant(geco.Log2Beta), 0.5 * (1 + Math.Cos(Math.PI * i / steps)) + 0.005);
        return plant(geco.Log2Beta);
    }
}
