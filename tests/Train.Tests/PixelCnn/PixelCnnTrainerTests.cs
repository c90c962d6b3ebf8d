using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Tests;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.PixelCnn;

public sealed class PixelCnnTrainerTests
{
    private static readonly PixelCnnSpec s_spec = new()
    {
        Window = 5,
        BaseWindow = 3,
        Linear = 6,
        Hidden = 16,
        Deep = 1,
        Head = 8,
        Components = 3,
        Log2Scale = [-4, 6],
    };

    private static readonly PhotoSet s_photos = new([.. Enumerable.Range(0, 3).Select(i => Tiny.Picture(i, 200, 160))],
        [Tiny.Picture(9, 190, 150)]);

    [Fact]
    public void ResumingEqualsNotStoppingBitForBit()
    {
        Libtorch.Require();
        using var whole = new ScratchFolder();
        using var parts = new ScratchFolder();
        using TorchParameters flagship = TorchParameters.Of(RandomModel.Weights(1));
        var pictures = new PixelPictures(flagship, 1);
        using (PixelCnnTrainer trainer = new(Config(whole.Path), s_photos, pictures, "random"))
            Assert.False(trainer.Loop.Run(untilStep: 10));
        using (PixelCnnTrainer trainer = new(Config(parts.Path), s_photos, pictures, "random"))
            trainer.Loop.Run(untilStep: 4);
        using (PixelCnnTrainer trainer = new(Config(parts.Path), s_photos, pictures, "random", parts.Path))
        {
            Assert.Equal(4, trainer.Loop.Step);
            trainer.Loop.Run(untilStep: 10);
        }

        SafeTensors a = SafeTensors.Parse(File.ReadAllBytes(whole["state.safetensors"])),
            b = SafeTensors.Parse(File.ReadAllBytes(parts["state.safetensors"]));
        Assert.Equal(a.Names, b.Names);
        using var network = new PixelCnnNetwork(s_spec);
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            int[] shape = Array.ConvertAll(parameter.shape, s => (int)s);
            Assert.Equal(a.Read($"weights/{name}", shape), b.Read($"weights/{name}", shape));
            Assert.Equal(a.Read($"average/{name}", shape), b.Read($"average/{name}", shape));
        }

        Assert.Throws<InvalidDataException>(() => new PixelCnnTrainer(Config(parts.Path) with { Seed = 2 }, s_photos, pictures, "random",
            parts.Path).Dispose());
    }

    [Fact]
    public void ARunLearnsAndLeavesWhatTheCodecReads()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using TorchParameters flagship = TorchParameters.Of(RandomModel.Weights(1));
        var pictures = new PixelPictures(flagship, 1);
        PixelCnnConfig config = Config(folder.Path) with { Steps = 240 };
        IReadOnlyList<PixelCnnRow> rows;
        using (PixelCnnTrainer trainer = new(config, s_photos, pictures, "random"))
        {
            trainer.Loop.Run(untilStep: 1);
            double first = trainer.Loss!.Value;
            Assert.True(trainer.Loop.Run());
            Assert.True(trainer.Loss < first - 1, $"{first} -> {trainer.Loss}");
            rows = trainer.Finish();
        }

        Assert.Equal([0.5, 0.75, 1, 1], rows.Select(r => r.Position));
        Assert.All(rows, r => Assert.InRange(r.Total, 1, 24));
        Assert.NotEqual(rows[0].Latents, rows[2].Latents);
        byte[] file = File.ReadAllBytes(folder["pixels.safetensors"]);
        Assert.Equal(s_spec.ToJson(), PixelCnnWeights.Parse(file).Spec.ToJson());
        Assert.Equal(["heldout.json", "log.jsonl", "pictures.bin", "pixels.safetensors", "state.previous.safetensors", "state.safetensors"],
            folder.Names.Order());

        // What was evaluated is what the file holds.
        IReadOnlyList<PixelCnnRow> again = PixelCnnTrainer.Evaluate(file, folder["again.json"], pictures, s_photos.HeldOut);
        Assert.Equal(rows.Select(r => r.Total), again.Select(r => r.Total));
        using var second = new ScratchFolder();
        using PixelCnnTrainer further = new(config with { Out = second.Path, Start = folder["pixels.safetensors"], Steps = 1 }, s_photos,
            pictures, "random");
        further.Loop.Run();
        Assert.InRange(further.Loss!.Value, 1, rows[2].Pixels.Sum() + 3);
    }

    private static PixelCnnConfig Config(string folder) => new()
    {
        Model = PixelCnnConfig.ModelName,
        Data = folder,
        Flagship = folder,
        Out = folder,
        Spec = s_spec,
        Batch = 8,
        Steps = 20,
        WarmupSteps = 5,
        Precision = Precision.Fp32,
        LogEverySteps = 10,
    };
}
