using System.Text.Json;
using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Training;

public sealed class TrainerTests
{
    [Theory]
    [InlineData(Precision.Fp32, 1, "adam")]
    [InlineData(Precision.Bf16, 1, "muon")]
    [InlineData(Precision.Fp32, 2, "muon")]
    [InlineData(Precision.Bf16, 2, "muon")]
    public void ResumingEqualsNotStoppingBitForBit(string precision, int workers, string optimiser)
    {
        Libtorch.Require();
        using var whole = new ScratchFolder();
        using var parts = new ScratchFolder();
        using (var trainer = new Trainer(Tiny.Config(whole.Path) with
        {
            Precision = precision,
            Workers = workers,
            Batch = 2,
            Optimiser = optimiser
        }, Tiny.Photos))
            Assert.False(trainer.Loop.Run(untilStep: 12));
        TrainConfig config = Tiny.Config(parts.Path) with { Precision = precision, Workers = workers, Batch = 2, Optimiser = optimiser };
        using (var trainer = new Trainer(config, Tiny.Photos))
            trainer.Loop.Run(untilStep: 6);
        using (var trainer = new Trainer(config, Tiny.Photos, parts.Path))
        {
            Assert.Equal(6, trainer.Loop.Step);
            trainer.Loop.Run(untilStep: 12);
        }

        SafeTensors a = SafeTensors.Parse(File.ReadAllBytes(whole["state.safetensors"])),
            b = SafeTensors.Parse(File.ReadAllBytes(parts["state.safetensors"]));
        Assert.Equal(a.Metadata.Where(m => m.Key != "seconds"), b.Metadata.Where(m => m.Key != "seconds"));
        Assert.Equal(a.Names, b.Names);
        foreach ((string name, int[] shape) in new HvaeNetwork(Tiny.Spec).Parameters)
        {
            foreach (string set in new[] { "weights", "average", "momentum", "first_moment",
                "second_moment" }.Where(set => a.Names.Contains($"{set}/{name}")))
                Assert.Equal(a.Read($"{set}/{name}", shape), b.Read($"{set}/{name}", shape));
        }

        Assert.Equal(a.Read("statistics", [5]), b.Read("statistics", [5]));
    }

    [Theory]
    [InlineData(TrainConfig.KltStart)]
    [InlineData(TrainConfig.RandomStart)]
    public void StepsReduceTheLoss(string start)
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using var trainer = new Trainer(Tiny.Config(folder.Path) with { Batch = 4, Steps = 60, Start = start }, Tiny.Photos);
        float before = Loss(trainer);
        Assert.True(trainer.Loop.Run());
        float after = Loss(trainer);
        Assert.True(after < 0.9 * before, $"{before} -> {after}");
    }

    [Fact]
    public void TheKltStartIsAheadOfTheRandomOne()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        float[] losses = [.. new[] { TrainConfig.KltStart, TrainConfig.RandomStart }.Select(start =>
        {
            using var trainer = new Trainer(Tiny.Config(folder.Path) with { Start = start }, Tiny.Photos);
            return Loss(trainer);
        })];
        Assert.True(losses[0] < 0.5 * losses[1], $"{losses[0]}, {losses[1]}");
    }

    [Fact]
    public void WorkersShareABatchAndTheirGradientsAddUp()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        var random = new CounterRandom(5, CounterRandom.Stream.Batch, 0);
        byte[] crop = new CropSampler(Tiny.Photos.Training, 32).Draw(random, 1);
        float[] rates = new RateSampler(Tiny.Spec).Draw(random, 1);
        var batch = new TrainingBatch(2, 32, [.. crop, .. crop], [.. rates, .. rates]);
        float[] norms = [.. new[] { 1, 2 }.Select(workers =>
        {
            using var trainer = new Trainer(Tiny.Config(folder.Path) with { Batch = 2, Workers = workers }, Tiny.Photos);
            return trainer.Learner.Step(batch, 1, 0, 1).GradientNorm;
        })];
        Assert.InRange(norms[1] / norms[0], 0.8, 1.25); // the noise differs
    }

    [Fact]
    public void AGradientThatIsNotFiniteSkipsTheStep()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using var trainer = new Trainer(Tiny.Config(folder.Path), Tiny.Photos);
        trainer.Loop.Run(untilStep: 1);
        float[][] before = Everything(trainer.Learner);
        var batch = new TrainingBatch(1, 32, new byte[32 * 32 * 3], [float.NaN, float.NaN]);
        Assert.True(trainer.Learner.Step(batch, 1, 1e-3, 0.5).Skipped);
        Assert.Equal(before, Everything(trainer.Learner));
        Assert.Equal(1, trainer.Learner.Optimiser.Steps);

        static float[][] Everything(Learner l)
            => [.. l.Parameters.Tensors.Concat(l.Average).Concat(l.Optimiser.State.Select(s => s.Tensor)).Select(t => t.Values())];
    }

    [Fact]
    public void SkippedStepsAreCounted()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using var trainer = new Trainer(Tiny.Config(folder.Path) with { LogEverySteps = 1 }, Tiny.Photos);
        trainer.Loop.Run(untilStep: 1);
        using (torch.no_grad())
            trainer.Learner.Parameters["top"].fill_(double.NaN);
        trainer.Loop.Run(untilStep: 3);
        Assert.Equal("2", SafeTensors.Parse(File.ReadAllBytes(folder["state.safetensors"])).Metadata["skipped"]);
        TrainingLogLine line = JsonSerializer.Deserialize<TrainingLogLine>(File.ReadAllLines(folder["log.jsonl"])[^1])!;
        Assert.Equal((3, 2), (line.Step, line.Skipped));
        Assert.True(double.IsFinite(line.Loss));
    }

    [Fact]
    public void ResultsCanBeReadByWhomTheyAreFor()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        TrainConfig config = Tiny.Config(folder.Path) with { Steps = 10 };
        IReadOnlyList<HeldOutPoint> rows;
        using (var trainer = new Trainer(config, Tiny.Photos))
        {
            trainer.Loop.Run();
            rows = trainer.Finish();
        }

        var weights = HvaeWeights.Parse(File.ReadAllBytes(folder["ema.safetensors"]));
        Assert.Equal(Tiny.Spec.ToJson(), weights.Network.Spec.ToJson());
        Assert.Equal("10", weights.Metadata["step"]);
        Assert.Equal("cpu", weights.Metadata["device"]);
        Assert.All(new[] { "gigapixels", "minutes", "trainer" }, key => Assert.True(weights.Metadata.ContainsKey(key)));
        Assert.Equal(5, rows.Count);
        Assert.Equal(rows.OrderByDescending(r => r.Bpp), rows);
        Assert.All(rows, r => Assert.Equal(r.Bpp, r.Layers.Sum(), 1e-9));
        Assert.True(rows[0].Psnr > rows[^1].Psnr && rows[0].Psnr > 20, $"{rows[0].Psnr} dB");

        using JsonDocument heldOut = JsonDocument.Parse(File.ReadAllBytes(folder["heldout.json"]));
        Assert.Equal(rows[2].Bpp, heldOut.RootElement.GetProperty("rows")[2].GetProperty("bpp").GetDouble());
        string[] log = File.ReadAllLines(folder["log.jsonl"]);
        Assert.Equal(2, log.Length);
        using JsonDocument line = JsonDocument.Parse(log[1]);
        foreach (string key in new[] { "step", "seconds", "gigapixels", "loss", "bpp", "psnr", "layers", "lr", "mpixel_s", "skipped",
            "processor", "precision", "workers" })
            Assert.True(line.RootElement.TryGetProperty(key, out _), key);

        using var second = new ScratchFolder();
        using var again = new Trainer(config with { Out = second.Path, Start = folder["ema.safetensors"] }, Tiny.Photos);
        Assert.Equal(weights.Read("patch.bias", 64), again.Learner.Parameters["patch.bias"].Values());
    }

    [Fact]
    public void TheStateBeforeTheNewestIsKept()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using var trainer = new Trainer(Tiny.Config(folder.Path), Tiny.Photos);
        trainer.Loop.Run(untilStep: 1);
        trainer.Loop.Run(untilStep: 3);
        Assert.Equal("1", SafeTensors.Parse(File.ReadAllBytes(folder["state.previous.safetensors"])).Metadata["step"]);
        Assert.Equal("3", SafeTensors.Parse(File.ReadAllBytes(folder["state.safetensors"])).Metadata["step"]);
    }

    [Fact]
    public void AStateResumesInTheOtherPrecisionAndWithALongerSchedule()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        TrainConfig config = Tiny.Config(folder.Path);
        using (var trainer = new Trainer(config, Tiny.Photos))
            trainer.Loop.Run(untilStep: 2);
        using var other = new Trainer(config with { Precision = Precision.Bf16, Workers = 2, Steps = 40 }, Tiny.Photos, folder.Path);
        Assert.Equal(2, other.Loop.Step);
        other.Loop.Run(untilStep: 4);
        Assert.Equal(4, other.Loop.Step);
    }

    [Fact]
    public void ABatchOfManyCropsIsTheMeanOfItsSlices()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        var random = new CounterRandom(5, CounterRandom.Stream.Batch, 0);
        byte[] crops = new CropSampler(Tiny.Photos.Training, 32).Draw(random, 1);
        float[] rates = new RateSampler(Tiny.Spec).Draw(random, 1);
        TrainConfig config = Tiny.Config(folder.Path);
        StepOutcome[] outcomes = [.. new[] { 1, 11 }.Select(count =>
        {
            using var trainer = new Trainer(config, Tiny.Photos);
            return trainer.Learner.Step(new(count, 32, Repeated(crops, count), Repeated(rates, count)), 1, 0, 1);
        })];
        // rounded latents, and so the pictures, know no noise
        Assert.InRange(outcomes[1].SquaredError / outcomes[0].SquaredError, 0.999, 1.001);
        Assert.InRange(outcomes[1].GradientNorm / outcomes[0].GradientNorm, 0.7, 1.2);       // the noise of the rates differs

        static T[] Repeated<T>(T[] values, int count) => [.. Enumerable.Repeat(values, count).SelectMany(v => v)];
    }

    [Fact]
    public void BatchesGrowWithTheSchedule()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        TrainConfig config = Tiny.Config(folder.Path) with { Batches = [new(0, 1), new(0.5, 3)], Steps = 4 };
        using var trainer = new Trainer(config, Tiny.Photos);
        trainer.Loop.Run();
        Assert.Equal($"{(1 + 1 + 3 + 3) * 32 * 32}", SafeTensors.Parse(File.ReadAllBytes(folder["state.safetensors"])).Metadata["pixels"]);
    }

    [Fact]
    public void TimeThatIsUpLeavesPicturesOutOfTheEvaluation()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using var trainer = new Trainer(Tiny.Config(folder.Path), Tiny.Photos);
        Assert.Empty(trainer.Finish(TimeSpan.Zero));
        using JsonDocument heldOut = JsonDocument.Parse(File.ReadAllBytes(folder["heldout.json"]));
        Assert.Equal((0, 1), (heldOut.RootElement.GetProperty("pictures").GetInt32(),
            heldOut.RootElement.GetProperty("sources")[0].GetProperty("held_out").GetInt32()));
    }

    [Fact]
    public void AStateOfAnotherRunIsRefused()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        TrainConfig config = Tiny.Config(folder.Path);
        using (var trainer = new Trainer(config, Tiny.Photos))
            trainer.Loop.Run(untilStep: 1);
        Assert.Throws<InvalidDataException>(() => new Trainer(config with { Seed = 2 }, Tiny.Photos, folder.Path).Dispose());
        Assert.Throws<InvalidDataException>(() => new Trainer(config with { Spec = Tiny.Spec with { Embedding = 9 } }, Tiny.Photos,
            folder.Path).Dispose());
    }

    // Of a fixed batch and noise; a learning rate of zero moves nothing.
    private static float Loss(Trainer trainer)
    {
        var random = new CounterRandom(77, CounterRandom.Stream.Batch, 0);
        var batch = new TrainingBatch(16, 32, new CropSampler(Tiny.Photos.Training, 32).Draw(random, 16),
            new RateSampler(Tiny.Spec).Draw(random, 16));
        return trainer.Learner.Step(batch, 1, 0, 1).Loss;
    }
}
