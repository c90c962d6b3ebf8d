using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;
using VaeCodec.Train.Window;

namespace VaeCodec.Train.Tests.Window;

public sealed class WindowTrainerTests
{
    private static readonly WindowPictures s_pictures = new(
        new([Tiny.Picture(0, 96, 80), Tiny.Picture(1, 64, 72)], 16, 7), new([Tiny.Picture(2, 48, 64)], 16, 7));

    [Fact]
    public void ResumingEqualsNotStoppingBitForBit()
    {
        Libtorch.Require();
        using var whole = new ScratchFolder();
        using var parts = new ScratchFolder();
        using (WindowTrainer trainer = new(Config(whole.Path, 5), s_pictures))
            Assert.False(trainer.Loop.Run(untilStep: 5));
        using (WindowTrainer trainer = new(Config(parts.Path, 5), s_pictures))
            trainer.Loop.Run(untilStep: 2);
        using (WindowTrainer trainer = new(Config(parts.Path, 5), s_pictures, parts.Path))
            trainer.Loop.Run(untilStep: 5);
        SavedState.AssertSame(whole["state.safetensors"], parts["state.safetensors"]);
        Assert.Contains("average/pixels.first.weight", SafeTensors.Parse(File.ReadAllBytes(whole["state.safetensors"])).Names);
        Assert.Throws<InvalidDataException>(() => new WindowTrainer(Config(parts.Path, 7), s_pictures, parts.Path).Dispose());
    }

    [Fact]
    public void RunsLearnAndAreCompared()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new ScratchFolder();
        var results = new List<WindowResult>();
        foreach (int window in (int[])[5, 3])
        {
            WindowConfig config = Config(folder[$"w{window}"], window) with { Steps = 40 };
            using WindowTrainer trainer = new(config, s_pictures);
            trainer.Loop.Run(untilStep: 1);
            double first = trainer.Finish().HeldOut[6].Total;
            Assert.True(trainer.Loop.Run());
            results.Add(trainer.Finish());
            Assert.True(results[^1].HeldOut[6].Total < first, $"{first} -> {results[^1].HeldOut[6].Total}");
        }

        var report = WindowReport.Of(results);
        Assert.Equal([3, 5], report.Runs.Select(r => r.Result.Window));
        Assert.Equal(report.Runs.Max(r => r.Result.HeldOut[6].Total), report.EqualTotal);
        Assert.Contains("window 5", report.Plot(), StringComparison.Ordinal);
        Assert.Equal(results[1].HeldOut.Select(r => r.Total), WindowTrainer.Result(folder["w3"]).HeldOut.Select(r => r.Total));
        using WindowVae net = WindowTrainer.Load(folder["w3"]);
        Assert.Equal(results[1].HeldOut.Select(r => r.Total), WindowRow.Measure(net, s_pictures.HeldOut).Select(r => r.Total));
        var picture = new PixelImage(16, 12, 3, Tiny.Picture(3, 16, 12).Rgb);
        PixelImage samples = WindowReport.Samples([net], picture);
        Assert.Equal((36, 24), (samples.Width, samples.Height));
        Assert.Equal(picture.Pixels[..48], samples.Pixels[..48]);
    }

    [Theory]
    [InlineData("\"window\": 7", "\"window\": 6", "window")]
    [InlineData("\"steps\": 1600", "\"steps\": 0", "steps")]
    [InlineData("\"steps\": 1600", "\"steps\": 1600, \"hold_out_every\": 1", "hold_out_every")]
    [InlineData("\"model\": \"window\"", "\"model\": \"door\"", "model")]
    public void WrongValuesAreRefusedByName(string from, string to, string name)
    {
        string text = Configs.Text("window-7");
        Assert.Equal(7, WindowConfig.Parse(text).Window);
        string wrong = text.Replace(from, to, StringComparison.Ordinal);
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => WindowConfig.Parse(wrong)).Message, StringComparison.Ordinal);
    }

    private static WindowConfig Config(string folder, int window) => new()
    {
        Model = WindowConfig.ModelName,
        Data = folder,
        Out = folder,
        Window = window,
        Batch = 4,
        Steps = 20,
        WarmupSteps = 5,
        Precision = Precision.Fp32,
        LogEverySteps = 5,
    };
}
