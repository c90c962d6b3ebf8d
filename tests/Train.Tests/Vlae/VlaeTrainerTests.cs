using System.Text.Json;
using TorchSharp;
using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Vlae;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Tests.Vlae;

public sealed class VlaeTrainerTests
{
    private const int Side = SmallPictures.Side;

    // A ladder of two groups, so that every part is there.
    private const string Spec = """
        {"side":28,"latents":6,"encoder":[[1,32,4,4,1],[32,32,3,1,1],[32,32,7,7,1]],
         "decoder":[[4,98,1,1,7],[2,48,3,1,4]],
         "groups":[{"latents":2,"posterior":[[32,9,1,1,1],[9,4,1,1,1]],"prior":[]},
                   {"latents":4,"posterior":[[34,9,1,1,1],[9,8,1,1,1]],"prior":[[2,9,1,1,1],[9,8,1,1,1]],"ladder":true}],
         "pixels":{"window":3,"base_window":3,"linear":3,"hidden":6,"deep":1,"head":5,"values":2,"colours":1}}
        """;

    [Theory]
    [InlineData("none")]
    [InlineData("weight")]
    [InlineData("batch")]
    public void ResumingEqualsNotStoppingBitForBit(string normalisation)
    {
        Libtorch.Require();
        using var pictures = new VlaePictures(Strokes(200));
        using var whole = new ScratchFolder();
        using var parts = new ScratchFolder();
        using (VlaeTrainer trainer = new(Config(whole.Path, normalisation), pictures))
            Assert.False(trainer.Loop.Run(untilStep: 8));
        using (VlaeTrainer trainer = new(Config(parts.Path, normalisation), pictures))
            trainer.Loop.Run(untilStep: 3);
        using (VlaeTrainer trainer = new(Config(parts.Path, normalisation), pictures, parts.Path))
        {
            Assert.Equal(3, trainer.Loop.Step);
            trainer.Loop.Run(untilStep: 8);
        }

        SavedState.AssertSame(whole["state.safetensors"], parts["state.safetensors"]);
        Assert.Throws<InvalidDataException>(() => new VlaeTrainer(Config(parts.Path, normalisation) with { Seed = 2 }, pictures,
            parts.Path).Dispose());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("batch")]
    public void ARunLearnsAndLeavesWhatTheCodecReads(string normalisation)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var pictures = new VlaePictures(Strokes(200));
        using torch.Tensor test = Strokes(20);
        using var folder = new ScratchFolder();
        VlaeConfig config = Config(folder.Path, normalisation) with { Steps = 150, HeldOutEverySteps = 75, ImportanceSamples = 4 };
        VlaeResult result;
        using (VlaeTrainer trainer = new(config, pictures))
        {
            Assert.True(trainer.Loop.Run());
            result = trainer.Finish(test);
        }

        JsonElement[] log = [.. File.ReadLines(folder["log.jsonl"]).Select(l => JsonDocument.Parse(l).RootElement)];
        double[] onTheWay = [.. log.Where(l => l.TryGetProperty("heldout", out _))
            .Select(l => l.GetProperty("heldout").GetProperty("bits_per_picture").GetDouble())];
        Assert.Equal(3, onTheWay.Length);
        Assert.True(onTheWay[1] < onTheWay[0], $"{onTheWay[0]} -> {onTheWay[1]}");
        Assert.InRange(result.HeldOut.Total, 10, 500);
        Assert.InRange(result.HeldOut.Coded!.Value / result.HeldOut.Total, 0.9, 1.1);
        Assert.True(result.Likelihood!.Nats < result.Likelihood.MinusElbo);
        Assert.Equal(["image.safetensors", "log.jsonl", "state.previous.safetensors", "state.safetensors", "test.json"],
            folder.Names.Order().Where(n => n != "state.previous.safetensors").Append("state.previous.safetensors").Order());

        // What was measured is what the file holds.
        VlaeResult again = VlaeTrainer.Evaluate(folder["image.safetensors"], config, pictures, test);
        Assert.Equal(result.HeldOut.Total, again.HeldOut.Total);
        AssertParity(File.ReadAllBytes(folder["image.safetensors"]), test);
    }

    [Fact]
    public void AnExperimentLeavesNoFileThatNoEngineReads()
    {
        Libtorch.Require();
        using var pictures = new VlaePictures(Strokes(130));
        using var folder = new ScratchFolder();
        VlaeConfig config = Config(folder.Path, "none") with { Steps = 2, Window = 55 };
        foreach (VlaeConfig experiment in (VlaeConfig[])[config, config with { Window = null, Stack = [0, 1, 2] }])
        {
            using VlaeTrainer trainer = new(experiment, pictures);
            trainer.Loop.Run();
            Assert.InRange(trainer.Finish(null).HeldOut.Total, 10, 2000);
        }

        Assert.False(File.Exists(folder["image.safetensors"]));
    }

    [Theory]
    [InlineData("vlae-mnist-r2")]
    [InlineData("vlae-mnist-binary-r1")]
    [InlineData("vlae-silhouettes-r1")]
    [InlineData("lvae-mnist-r1")]
    [InlineData("ghvae-mnist-r1")]
    public void ReleasedModelsComputeWhatTheEngineDoes(string name)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        AssertParity(File.ReadAllBytes(Path.Combine(Configs.Root, "model", "weights", $"{name}.safetensors")), Strokes(3));
    }

    private static void AssertParity(byte[] file, torch.Tensor pictures)
    {
        using IDisposable guard = torch.no_grad();
        using VlaeNetwork net = VlaeFile.Load(file);
        var engine = new VlaeEngine(new(VlaeWeights.Parse(file)), new());
        for (int i = 0; i < pictures.shape[0]; i++)
        {
            torch.Tensor picture = pictures.narrow(0, i, 1), x = VlaeNetwork.Values(picture);
            IReadOnlyList<LatentGroup> groups = net.Latents(net.Encode(x), q => (q.Mean * 64.0).round() * (1 / 64.0));
            torch.Tensor parameters = net.Pixels.Parameters(x, net.Features(groups.Select(g => g.Z)), torch.arange(Side * Side));
            EngineParity.Assert(engine, picture.bytes.ToArray(), groups, parameters);
        }
    }

    // White lines on black.
    private static torch.Tensor Strokes(int count)
    {
        var bytes = new byte[count * Side * Side];
        for (int i = 0; i < count; i++)
        {
            int column = 6 + i * 7 % 16, slope = i % 5 - 2;
            for (int y = 4; y < 24; y++)
            {
                int at = Math.Clamp(column + slope * (y - 14) / 6, 1, 26);
                bytes[(i * Side + y) * Side + at] = bytes[(i * Side + y) * Side + at + 1] = 255;
            }
        }

        return TensorValues.Bytes(bytes, count, 1, Side, Side);
    }

    private static VlaeConfig Config(string folder, string normalisation) => new()
    {
        Model = VlaeConfig.ModelName,
        Data = folder,
        Out = folder,
        Spec = VlaeSpec.Parse(Spec),
        Normalisation = normalisation,
        Batch = 16,
        Steps = 20,
        WarmupSteps = 5,
        Precision = Precision.Fp32,
        LogEverySteps = 5,
    };
}
