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
    public void ARunCanBeDrawnWithoutTraining()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        string config = Prepare(folder);
        Assert.Equal(3, TrainCommand.Run(new() { ConfigPath = config, Plot = folder["curve.svg"] }, default));
        Assert.Equal(0, TrainCommand.Run(new() { ConfigPath = config }, TestContext.Current.CancellationToken));
        DateTime trained = File.GetLastWriteTimeUtc(folder["out/state.safetensors"]);
        Assert.Equal(2, TrainCommand.Run(new() { ConfigPath = config, Plot = folder["curve.svg"], Minutes = 1 }, default));
        Assert.Equal(0, TrainCommand.Run(new() { ConfigPath = config, Plot = folder["curve.svg"] }, default));
        Assert.Contains("<svg", File.ReadAllText(folder["curve.svg"]), StringComparison.Ordinal);
        Assert.Equal(trained, File.GetLastWriteTimeUtc(folder["out/state.safetensors"]));
    }

    [Theory]
    [InlineData(1, "statistics", "{0}/bad.json", "{0}")]
    [InlineData(3, "statistics", "{0}/none.safetensors", "{0}")]
    [InlineData(2, "statistics", "{0}/bad.json", "{0}", "--pictures", "0")]
    [InlineData(3, "windows", "{0}/none", "--data", "{0}/windows.json")]
    [InlineData(3, "binarised", "{0}/none", "-o", "{0}/pictures")]
    [InlineData(1, "plot", "{0}/bad.json", "-o", "{0}/plot.svg")]
    [InlineData(1, "variants", "{0}/list.json", "{0}/variants")]
    [InlineData(2, "variants", "{0}/bad.json", "{0}/variants", "--minutes", "0")]
    [InlineData(1, "betas", "{0}/bad.json", "-o", "{0}/betas.json")]
    [InlineData(3, "betas", "{0}/none.json", "-o", "{0}/betas.json")]
    [InlineData(2, "betas", "{0}/bad.json", "-o", "{0}/betas.json", "--betas", "-1")]
    [InlineData(2, "betas", "{0}/bad.json", "-o", "{0}/betas.json", "--seeds", "0")]
    public async Task WhatItsCommandsCannotUseIsToldAndNoFaultOfTheirs(int code, params string[] arguments)
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder["bad.json"], "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["list.json"], "[1", TestContext.Current.CancellationToken);
        string[] command = [.. arguments.Select(a => a.Replace("{0}", folder.Path, StringComparison.Ordinal))];
        ChildResult done = await ChildProcess.RunAsync("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Train.dll"), .. command], new Dictionary<string, string>(), default,
            TestContext.Current.CancellationToken);
        Assert.Equal((code, ""), (done.ExitCode, done.Text));
        Assert.StartsWith("vaecodec: ", done.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", done.Errors, StringComparison.Ordinal);
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
            log_every_steps = 2,
            spec = JsonSerializer.Deserialize<JsonElement>(Tiny.Spec.ToJson()),
        });
        File.WriteAllText(folder["config.json"], config);
        return folder["config.json"];
    }
}
