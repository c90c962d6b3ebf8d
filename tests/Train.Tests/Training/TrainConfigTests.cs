using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Training;

public sealed class TrainConfigTests
{
    private static string Json(string more = "") => $$"""{"data":"d","out":"o","minutes":2{{more}},"spec":{{Tiny.Spec.ToJson()}}}""";

    [Fact]
    public void SampleConfigIsSoundAndDescribesTheFlagship()
    {
        TrainConfig config = TrainConfig.Load(Path.Combine(Repository(), "tools", "train", "configs", "flagship-cpu.json"));
        Assert.Equal((8, 256, 6e-4, 300), (config.Batch, config.Crop, config.LearningRate, config.WarmupSteps));
        Assert.Equal("hvae-klt-8m", config.Spec.Name);
        Assert.Equal(Math.Pow(2, -5.5), config.Spec.BetaRange[1]);
    }

    [Fact]
    public void TheSuccessorOfTheFlagshipKeepsItsBudget()
    {
        TrainConfig config = Configs.Successor(Repository());
        var network = new HvaeNetwork(config.Spec);
        HvaeCost cost = HvaeCost.Of(network);
        Assert.InRange(cost.DecoderPerPixel, 28_000, 36_000);
        Assert.InRange(network.Parameters.Sum(p => 2L * p.Shape.Aggregate(1, (a, b) => a * b)), 20_000_000, 28_000_000);
        Assert.Equal((8, 16, 32), (config.BatchAt(0), config.BatchAt(0.5), config.BatchAt(0.9)));
        Assert.Equal(["train", "train2", "screen", "rendered"], config.AllSources.Select(s => s.Name));
    }

    [Theory]
    [InlineData("", "avx2 fma", false)]
    [InlineData("", "avx512f avx512_bf16", true)]
    [InlineData(",\"bf16\":true", "avx2 fma", false)]
    [InlineData(",\"bf16\":false", "avx512f avx512_bf16", false)]
    [InlineData(",\"precision\":\"bf16\"", "avx2", true)]
    [InlineData(",\"precision\":\"fp32\"", "amx_bf16", false)]
    public void TheProcessorDecidesThePrecisionUnlessTheConfigDoes(string more, string flags, bool expected)
    {
        TrainConfig config = TrainConfig.Parse(Json(more));
        bool here = Precision.Resolve(Precision.Auto, "cpu") == Precision.Bf16;
        Assert.Equal(config.Bf16 != false && (config.Precision == Precision.Bf16 || config.Precision == Precision.Auto && here),
            config.UsesBf16);
        Assert.Equal(expected, config.Bf16 != false && (config.Precision == Precision.Bf16 || config.Precision == Precision.Auto
            && Precision.HasBf16(flags)));
    }

    [Fact]
    public void DefaultsFillWhatIsNotSaid()
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
    [InlineData(",\"precision\":\"half\"", "precision")]
    [InlineData(",\"resize_share\":2", "resize_share")]
    [InlineData(",\"wide_share\":-1", "wide_share")]
    [InlineData(",\"batches\":[]", "batches")]
    [InlineData(",\"batches\":[{\"from\":0.5,\"batch\":2},{\"from\":0.1,\"batch\":4}]", "batches")]
    [InlineData(",\"start\":\"grow:nowhere.safetensors\"", "start")]
    [InlineData(",\"sources\":[]", "sources")]
    [InlineData(",\"geco\":{}", "geco")]
    [InlineData(",\"geco\":{\"target_psnr\":30,\"target_layer_bpp\":[1,1]}", "geco")]
    [InlineData(",\"geco\":{\"target_psnr\":0}", "target_psnr")]
    [InlineData(",\"geco\":{\"target_layer_bpp\":[1]}", "target_layer_bpp")]
    [InlineData(",\"geco\":{\"target_layer_bpp\":[1,0]}", "target_layer_bpp")]
    [InlineData(",\"geco\":{\"target_psnr\":30,\"speed\":0}", "speed")]
    [InlineData(",\"geco\":{\"target_psnr\":30,\"average\":1}", "average")]
    public void WrongValuesAreRefusedByName(string more, string name)
        => Assert.Contains(name, Assert.Throws<InvalidDataException>(() => TrainConfig.Parse(Json(more))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"name\":\"a\"}", "folder")]
    [InlineData("{\"name\":\"a\",\"folder\":\"f\",\"rendered\":3}", "rendered")]
    [InlineData("{\"name\":\"a\",\"rendered\":0}", "rendered")]
    [InlineData("{\"name\":\"a\",\"folder\":\"f\",\"share\":0}", "share")]
    [InlineData("{\"name\":\"a\",\"folder\":\"f\",\"hold_out_every\":1}", "hold_out_every")]
    public void WrongSourcesAreRefusedByName(string source, string name)
    {
        string json = Json().Replace("\"data\":\"d\"", $"\"sources\":[{source}]", StringComparison.Ordinal);
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => TrainConfig.Parse(json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void WhatIsNoConfigIsRefused(string json) => Assert.Throws<InvalidDataException>(() => TrainConfig.Parse(json));

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string path = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
