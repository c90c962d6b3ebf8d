using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Training;

public sealed class TrainConfigTests
{
    private static string Json(string more = "") => $$"""{"data":"d","out":"o","minutes":2{{more}},"spec":{{Tiny.Spec.ToJson()}}}""";

    [Fact]
    public void Sample_config_is_sound_and_describes_the_flagship()
    {
        TrainConfig config = TrainConfig.Load(Path.Combine(Repository(), "tools", "train", "configs", "flagship-cpu.json"));
        Assert.Equal((8, 256, 6e-4, 300), (config.Batch, config.Crop, config.LearningRate, config.WarmupSteps));
        Assert.Equal("hvae-klt-8m", config.Spec.Name);
        Assert.Equal(Math.Pow(2, -5.5), config.Spec.BetaRange[1]);
    }

    [Fact]
    public void Defaults_fill_what_is_not_said()
        => Assert.Equal("klt", TrainConfig.Parse(Json()).Start);

    [Theory]
    [InlineData(",\"bach\":3", "bach")]
    [InlineData(",\"batch\":0", "batch")]
    [InlineData(",\"workers\":3", "workers")]
    [InlineData(",\"batch\":\"many\"", "batch")]
    [InlineData(",\"crop\":33", "crop")]
    [InlineData(",\"crop\":0", "crop")]
    [InlineData(",\"learning_rate\":-1", "learning_rate")]
    [InlineData(",\"adam_learning_rate\":0", "adam_learning_rate")]
    [InlineData(",\"optimiser\":\"sgd\"", "optimiser")]
    [InlineData(",\"steps\":5", "minutes")]
    [InlineData(",\"clock\":\"sun\"", "clock")]
    [InlineData(",\"warmup_steps\":0", "warmup_steps")]
    [InlineData(",\"ema_decay\":1", "ema_decay")]
    [InlineData(",\"start\":\"nowhere.safetensors\"", "start")]
    [InlineData(",\"device\":\"tpu\"", "device")]
    [InlineData(",\"downscale_share\":1.5", "downscale_share")]
    [InlineData(",\"threads\":0", "threads")]
    [InlineData(",\"hold_out_every\":1", "hold_out_every")]
    [InlineData(",\"geco\":{}", "geco")]
    [InlineData(",\"geco\":{\"target_psnr\":30,\"target_layer_bpp\":[1,1]}", "geco")]
    [InlineData(",\"geco\":{\"target_psnr\":0}", "target_psnr")]
    [InlineData(",\"geco\":{\"target_layer_bpp\":[1]}", "target_layer_bpp")]
    [InlineData(",\"geco\":{\"target_layer_bpp\":[1,0]}", "target_layer_bpp")]
    [InlineData(",\"geco\":{\"target_psnr\":30,\"speed\":0}", "speed")]
    [InlineData(",\"geco\":{\"target_psnr\":30,\"average\":1}", "average")]
    public void Wrong_values_are_refused_by_name(string more, string name)
        => Assert.Contains(name, Assert.Throws<InvalidDataException>(() => TrainConfig.Parse(Json(more))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void What_is_no_config_is_refused(string json) => Assert.Throws<InvalidDataException>(() => TrainConfig.Parse(json));

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string path = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
