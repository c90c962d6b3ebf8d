using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Network;

public sealed class GrowthTests
{
    private static readonly HvaeSpec s_small = RandomModel.SmallSpec;

    private static readonly HvaeSpec s_large = s_small with
    {
        Name = "larger",
        Widths = [64, 96, 64],
        AnalysisBlocks = [2, 3, 2],
        SynthesisBlocks = 2,
        ExtraPosteriorBlocks = 1,
        FilmShift = true,
    };

    [Fact]
    public void AGrownNetworkComputesWhatTheSmallerOneDoes()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        HvaeWeights weights = RandomModel.Weights(3, s_small);
        using TorchParameters small = TorchParameters.Of(weights), grown = Growth.Grow(weights, new(s_large),
            layer => [.. Enumerable.Range(0, layer.Latents)], 1);
        AssertAlike(small, grown, Hashed.Tensor("picture", 0.5, 2, 3, 48, 64) + 0.5);
    }

    [Fact]
    public void WhatIsNewLearnsFromTheFirstStepsOn()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["small.safetensors"], RandomModel.File(s_small, 3));
        TrainConfig config = Tiny.Config(folder.Path) with
        {
            Spec = s_large,
            Start = TrainConfig.GrowFrom + folder["small.safetensors"],
            WarmupSteps = 1,
        };
        using var trainer = new Trainer(config, Tiny.Photos);
        float[] Read(string name) => trainer.Learner.Parameters[name].Values();
        float[] Change(string name, Func<float[], IEnumerable<float>> part)
        {
            float[] before = Read(name);
            trainer.Loop.Run(untilStep: trainer.Loop.Step + 2);
            return [.. part(Read(name)).Zip(part(before), (a, b) => a - b)];
        }

        string[] added = ["analysis.1.2.conv1.weight", "latent.0.0.posterior_more.0.conv1.weight"];
        Assert.All(added, name => Assert.All(Read(name), v => Assert.Equal(0, v)));
        Assert.All(added, name => Assert.Contains(Change(name, all => all), v => v != 0));

        // what reads the new channels of the finest scale: columns from 32 on of [48, 64, 3, 3]
        Assert.Contains(Change("unpatch.weight", all => all.Where((_, i) => i / 9 % 64 >= 32)), v => v != 0);
        Assert.Contains(Change("before.0.film.bias", all => all.Skip(64)), v => v != 0);
    }

    [Fact]
    public void WhatIsInheritedMovesByItsShareOfAStep()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["small.safetensors"], RandomModel.File(s_small, 3));
        TrainConfig config = Tiny.Config(folder.Path) with
        {
            Spec = s_large,
            Start = TrainConfig.GrowFrom + folder["small.safetensors"],
        };
        Dictionary<string, float[]> inherited = Growth.Inherited(new(s_small), new(s_large),
            layer => [.. Enumerable.Range(0, layer.Latents)]);
        // A first step depends on nothing but the first gradient.
        Dictionary<string, float[]> whole = FirstStep(config), quarter = FirstStep(config with { InheritedRate = 0.25 });
        // Muon steps the first, Adam the second; rows from 32 on are new, and so is what the others read from columns from 32 on.
        Assert.Equal(32 * 64 * 9, inherited["unpatch.weight"].Sum() * 64 / 48);
        foreach (string name in new[] { "analysis.1.0.conv3.weight", "unpatch.weight", "analysis.1.2.conv1.weight" })
        {
            for (int i = 0; i < whole[name].Length; i++)
                Assert.Equal(whole[name][i] * (inherited[name][i] == 1 ? 0.25 : 1), quarter[name][i], 1e-6);
            Assert.Contains(quarter[name], v => Math.Abs(v) > 1e-5);
        }
    }

    [Fact]
    public void ADecoderStaysAsItWasWhereTheEncoderAloneIsTrained()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["small.safetensors"], RandomModel.File(s_small, 3));
        TrainConfig config = Tiny.Config(folder["run"]) with
        {
            Spec = s_small with { AnalysisBlocks = s_large.AnalysisBlocks, ExtraPosteriorBlocks = 1 },
            Start = TrainConfig.GrowFrom + folder["small.safetensors"],
            TrainedPart = TrainConfig.Encoder,
        };
        using var trainer = new Trainer(config, Tiny.Photos);
        trainer.Loop.Run(untilStep: 6);
        HvaeWeights before = HvaeWeights.Parse(File.ReadAllBytes(folder["small.safetensors"])), after = HvaeWeights.Parse(trainer.Export());
        string[] part = [.. after.Network.EncoderParameters];
        Assert.Contains("latent.0.0.posterior_block.film.weight", part);
        foreach ((string name, int[] shape) in before.Network.Parameters)
            Assert.Equal(part.Contains(name), !before.Read(name, shape).SequenceEqual(after.Read(name, shape)));
        Assert.Throws<InvalidDataException>(() => new Trainer(config with { Spec = s_large }, Tiny.Photos));
    }

    [Fact]
    public void ResumingAGrownRunEqualsNotStopping()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["small.safetensors"], RandomModel.File(s_small, 3));
        TrainConfig Config(string name) => Tiny.Config(folder[name]) with
        {
            Spec = s_large,
            Start = TrainConfig.GrowFrom + folder["small.safetensors"],
            InheritedRate = 0.25,
        };
        using (var trainer = new Trainer(Config("whole"), Tiny.Photos))
            trainer.Loop.Run(untilStep: 4);
        using (var trainer = new Trainer(Config("parts"), Tiny.Photos))
            trainer.Loop.Run(untilStep: 2);
        using (var trainer = new Trainer(Config("parts"), Tiny.Photos, folder["parts"]))
            trainer.Loop.Run(untilStep: 4);
        SafeTensors a = SafeTensors.Parse(File.ReadAllBytes(folder["whole/state.safetensors"])),
            b = SafeTensors.Parse(File.ReadAllBytes(folder["parts/state.safetensors"]));
        Assert.Equal(a.Names, b.Names);
        foreach ((string name, int[] shape) in new HvaeNetwork(s_large).Parameters)
        {
            Assert.Equal(a.Read($"weights/{name}", shape), b.Read($"weights/{name}", shape));
            Assert.Equal(a.Read($"share/{name}", shape), b.Read($"share/{name}", shape));
        }
    }

    [Fact]
    public void LatentsThatAreNotUsedCanGo()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        // Two channels of the last layer are dead: their posterior is their prior, which is zero.
        int[] dead = [1, 5];
        IEnumerable<(string, int[], float[])> tensors = new HvaeNetwork(s_small).Parameters.Select(p =>
        {
            float[] values = RandomModel.Weights(3, s_small).Read(p.Name, p.Shape);
            if (p.Name is "latent.1.0.prior.weight" or "latent.1.0.prior.bias" or "latent.1.0.posterior.weight"
                or "latent.1.0.posterior.bias")
            {
                int row = values.Length / p.Shape[0];
                foreach (int channel in dead)
                    values.AsSpan(channel * row, row).Clear();
            }

            return (p.Name, p.Shape, values);
        });
        var weights = HvaeWeights.Parse(SafeTensors.WriteHalf(tensors, new Dictionary<string, string> { ["spec"] = s_small.ToJson() }));
        torch.Tensor picture = Hashed.Tensor("picture", 0.5, 2, 3, 48, 64) + 0.5;
        using TorchParameters small = TorchParameters.Of(weights);
        LatentUsage usage = LatentUsage.Of(small, picture);
        HvaeSpec fewer = s_large with { Latents = [[5], [5, 40]] };
        IReadOnlyList<int> kept = usage.Best(new HvaeNetwork(s_small).Layers[1], 5);
        Assert.Equal([0, 2, 3, 4, 6], kept);
        using TorchParameters grown = Growth.Grow(weights, new(fewer), layer => usage.Best(layer, layer.Index == 1 ? 5 : layer.Latents), 1);
        AssertAlike(small, grown, picture, bits: false); // the dead ones' own bits are gone
    }

    [Fact]
    public void TheFlagshipGrowsIntoItsSuccessorWithoutChangingWhatItComputes()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));
        var weights = HvaeWeights.Parse(File.ReadAllBytes(Path.Combine(root, "model", "weights", "hvae-r1.safetensors")));
        HvaeSpec spec = Configs.Successor(root).Spec with { Latents = weights.Network.Spec.Latents };
        using TorchParameters small = TorchParameters.Of(weights), grown = Growth.Grow(weights, new(spec),
            layer => [.. Enumerable.Range(0, layer.Latents)], 1);
        torch.Tensor picture = TrainingBatch.ToPicture(Tiny.Picture(1, 128, 128).Rgb, 1, 128, 128, "cpu");
        AssertAlike(small, grown, picture);
    }

    [Fact]
    public void ANetworkThatWouldHaveToShrinkIsRefused()
    {
        HvaeWeights weights = RandomModel.Weights(3, s_large);
        Assert.Throws<InvalidDataException>(() => Growth.Grow(weights, new(s_small), layer => [.. Enumerable.Range(0, layer.Latents)], 1));
    }

    private static Dictionary<string, float[]> FirstStep(TrainConfig config)
    {
        using var trainer = new Trainer(config, Tiny.Photos);
        TorchParameters parameters = trainer.Learner.Parameters;
        var before = parameters.Read(parameters.Tensors).ToDictionary(p => p.Name, p => p.Values);
        trainer.Loop.Run(untilStep: 1);
        return parameters.Read(parameters.Tensors).ToDictionary(p => p.Name,
            p => p.Values.Zip(before[p.Name], (a, b) => a - b).ToArray());
    }

    private static void AssertAlike(TorchParameters small, TorchParameters grown, torch.Tensor picture, bool bits = true)
    {
        using IDisposable guard = torch.no_grad();
        int layers = small.Network.Layers.Count;
        torch.Tensor x = ChannelsLast.Of(picture),
            u = TensorValues.Tensor([.. Enumerable.Range(0, layers * (int)x.shape[0]).Select(i => -10f + i % 3)], x.shape[0], layers);
        // Unrounded latents with noise of a half are the means themselves, so that rounding cannot make a jump of a last digit.
        RateDistortion[] results = [.. new[] { small, grown }.Select(p => RateDistortion.Measure(new(p), x, u,
            steps => new NoisyLatents(p.Network.Spec, steps, false, like => torch.zeros([.. like.shape]) + 0.5)))];
        Assert.InRange(Error(results[1].Picture, results[0].Picture), 0, 1e-5);
        if (bits)
            Assert.InRange(Error(results[1].BitsPerPixel, results[0].BitsPerPixel), 0, 1e-5);
    }

    private static double Error(torch.Tensor actual, torch.Tensor expected) => (actual - expected).norm().Value() / expected.norm().Value();

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
