using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;

namespace VaeCodec.Train.Tests;

public sealed class TrainCommandTests
{
    [Fact]
    public void TrainsFromAFolderOfPicturesAndGoesOnWhereItStopped()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        string config = Prepare(folder);
        Assert.Equal(0, TrainCommand.Run(new() { ConfigPath = config }, TestContext.Current.CancellationToken));
        Assert.True(File.Exists(folder["out/ema.safetensors"]) && File.Exists(folder["out/heldout.json"]));
        Assert.Equal(0, TrainCommand.Run(new() { ConfigPath = config, ResumeFolder = folder["out"], Device = "cpu" },
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ACancelledRunLeavesItsState()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        string config = Prepare(folder);
        Assert.Equal(0, TrainCommand.Run(new() { ConfigPath = config }, new CancellationToken(canceled: true)));
        Assert.True(File.Exists(folder["out/state.safetensors"]));
        Assert.True(File.Exists(folder["out/ema.safetensors"]));
        Assert.False(File.Exists(folder["out/heldout.json"]));
    }

    [Fact]
    public void AWeightFileCanBeMeasuredWithoutTraining()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        string config = Prepare(folder);
        Assert.Equal(0, TrainCommand.Run(new() { ConfigPath = config }, TestContext.Current.CancellationToken));
        File.Move(folder["out/ema.safetensors"], folder["w.safetensors"]);
        Assert.Equal(0, TrainCommand.Run(new() { ConfigPath = config, Evaluate = folder["w.safetensors"] },
            TestContext.Current.CancellationToken));
        using JsonDocument measured = JsonDocument.Parse(File.ReadAllBytes(folder["w.heldout.json"])),
            trained = JsonDocument.Parse(File.ReadAllBytes(folder["out/heldout.json"]));
        Assert.Equal(trained.RootElement.GetProperty("rows").ToString(), measured.RootElement.GetProperty("rows").ToString());
    }

    [Fact]
    public void ExitCodesTellBadInputFromUsageAndMissingFiles()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["bad.json"], "{}");
        Assert.Equal(1, TrainCommand.Run(new() { ConfigPath = folder["bad.json"] }, default));
        Assert.Equal(3, TrainCommand.Run(new() { ConfigPath = folder["none.json"] }, default));
        Assert.Equal(2, TrainCommand.Run(new() { ConfigPath = folder["bad.json"], Minutes = 0 }, default));
        Assert.Equal(2, TrainCommand.Run(new() { ConfigPath = folder["bad.json"], Device = "tpu" }, default));
    }

    private static string Prepare(ScratchFolder folder)
    {
        Directory.CreateDirectory(folder["pictures"]);
        for (int i = 0; i < 9; i++)
        {
            Photo photo = Tiny.Picture(i, 48, 40);
            ImageFile.Save(new(photo.Width, photo.Height, 3, photo.Rgb), folder[$"pictures/{i}.png"]);
        }

        string config = JsonSerializer.Serialize(new
        {
            data = folder["pictures"],
            @out = folder["out"],
            batch = 2,
            crop = 32,
            steps = 4,
            klt_crops = 4,
            threads = 1,
            spec = JsonSerializer.Deserialize<JsonElement>(Tiny.Spec.ToJson()),
        });
        File.WriteAllText(folder["config.json"], config);
        return folder["config.json"];
    }
}
