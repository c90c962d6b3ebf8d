using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Vq;
using VaeCodec.Train.Window;

namespace VaeCodec.Train.Tests.Vq;

public sealed class VqTrainerTests
{
    private static readonly VqPictures s_pictures = new(
        new([Tiny.Picture(0, 96, 80), Tiny.Picture(1, 64, 72)], 16, 0), new([Tiny.Picture(2, 32, 48)], 16, 0));

    [Fact]
    public void ResumingEqualsNotStoppingBitForBit()
    {
        Libtorch.Require();
        using var whole = new ScratchFolder();
        using var parts = new ScratchFolder();
        using (VqTrainer trainer = new(Restarting(whole.Path), s_pictures))
            Assert.False(trainer.Loop.Run(untilStep: 7));
        using (VqTrainer trainer = new(Restarting(parts.Path), s_pictures))
            trainer.Loop.Run(untilStep: 3);
        using (VqTrainer trainer = new(Restarting(parts.Path), s_pictures, parts.Path))
            trainer.Loop.Run(untilStep: 7);
        SavedState.AssertSame(whole["state.safetensors"], parts["state.safetensors"]);
        Assert.Contains("average/codebook", SafeTensors.Parse(File.ReadAllBytes(whole["state.safetensors"])).Names);
        VqConfig other = Restarting(parts.Path) with { Codes = 9 };
        Assert.Throws<InvalidDataException>(() => new VqTrainer(other, s_pictures, parts.Path).Dispose());
    }

    [Fact]
    public void RunsLearnAndTheirCodesComeBackFromAFile()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new ScratchFolder();
        using VqTrainer trainer = new(Config(folder.Path) with { Steps = 150 }, s_pictures);
        trainer.Loop.Run(untilStep: 1);
        VqResult first = trainer.Finish();
        Assert.True(trainer.Loop.Run());
        VqResult last = trainer.Finish();
        Assert.True(last.Psnr > first.Psnr + 1, $"{first.Psnr} -> {last.Psnr} dB");
        Assert.True(last.PriorBpp < last.UniformBpp, $"{last.PriorBpp} bits per pixel by the prior");
        Assert.Equal(3.0 / 16, last.UniformBpp);
        Assert.True(last.Restored);
        Assert.Equal(6, last.Tiles);
        byte[] file = File.ReadAllBytes(folder["codes.vq"]);
        Assert.Equal(last.CodedBpp, 8.0 * file.Length / (6 * 16 * 16));
        // Three sizes and the coder's last state.
        Assert.InRange(file.Length - (last.PriorBpp * 6 * 16 * 16 / 8), 12, 12 + 8 + 4);
        Assert.Null(last.FlagshipPsnr);
    }

    [Fact]
    public void TheFlagshipTakesNoMoreBytes()
    {
        var crops = new WindowCrops([Tiny.Picture(4, 128, 130)], 128, 0);
        IReadOnlyList<(int, int, int)> places = crops.TilePlaces();
        (double bpp, double psnr) = FlagshipFiles.Of(crops, places, 1000, TestContext.Current.CancellationToken)!.Value;
        Assert.InRange(bpp, 7000 / (128.0 * 128), 8000 / (128.0 * 128));
        Assert.InRange(psnr, 20, 60);
        Assert.Null(FlagshipFiles.Of(crops, places, 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void CodesThatNothingIsNearToBeginAnew()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new ScratchFolder();
        VqConfig config = Restarting(folder.Path);
        using VqRun run = new(config, s_pictures.Training), still = new(config with { RestartAfter = 1000 }, s_pictures.Training);
        foreach (VqRun one in (VqRun[])[run, still])
        {
            using IDisposable guard = torch.no_grad();
            one.Network.Codebook[5].fill_(1000);
        }

        for (int step = 0; step < 4; step++)
        {
            run.Take(new(step, 0, 1));
            still.Take(new(step, 0, 1));
        }

        Assert.True(run.Network.Codebook[5].abs().max().item<float>() < 100);
        Assert.True(still.Network.Codebook[5].abs().max().item<float>() > 900);
    }

    [Fact]
    public void FoldersWithoutPicturesToHoldOutAreRefusedAtOnce()
    {
        using var folder = new ScratchFolder();
        Photo photo = Tiny.Picture(0, 256, 260);
        VaeCodec.Images.ImageFile.Save(new(photo.Width, photo.Height, 3, photo.Rgb), folder["one.png"]);
        VqConfig config = Config(folder.Path) with { Pictures = VqConfig.Photographs };
        Assert.Contains("hold out", Assert.Throws<InvalidDataException>(config.Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"vq-vae\"", "\"vq\"", "model")]
    [InlineData("\"cifar10\"", "\"cifar\"", "pictures")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"codes\": 1", "codes")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"dimensions\": 0", "dimensions")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"halvings\": 5", "halvings")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"hidden\": 0", "hidden")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"commitment\": -1", "commitment")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"prior_layers\": -1", "prior_layers")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"hold_out_every\": 1", "hold_out_every")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"restart_after\": 0", "restart_after")]
    [InlineData("\"minutes\": 10", "\"minutes\": 10, \"precision\": \"bf16\"", "precision")]
    public void WrongValuesAreRefusedByName(string from, string to, string name)
    {
        string text = Configs.Text("vq-cifar10");
        Assert.Equal(VqConfig.Cifar, VqConfig.Parse(text).Pictures);
        string wrong = text.Replace(from, to, StringComparison.Ordinal);
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => VqConfig.Parse(wrong)).Message, StringComparison.Ordinal);
    }

    private static VqConfig Restarting(string folder) => Config(folder) with { RestartAfter = 2 };

    private static VqConfig Config(string folder) => new()
    {
        Model = VqConfig.ModelName,
        Data = folder,
        Out = folder,
        Pictures = VqConfig.Cifar,
        Codes = 8,
        Dimensions = 4,
        Hidden = 8,
        PriorLayers = 1,
        Batch = 4,
        Steps = 20,
        WarmupSteps = 5,
        LogEverySteps = 5,
    };
}
