using VaeCodec.Tests.Shared;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.PixelCnn;

public sealed class PixelCnnConfigTests
{
    private const string Spec = """
        {"window":7,"base_window":5,"linear":32,"hidden":192,"deep":2,"head":80,"components":5,"log2_scale":[-4,6]}
        """;

    [Fact]
    public void TheReleasedNetworkHasItsConfig()
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));
        string text = File.ReadAllText(Path.Combine(root, "tools", "train", "configs", "pixelcnn-7.json"));
        Assert.Equal(PixelCnnConfig.ModelName, ConfigFile.ModelOf(text));
        PixelCnnConfig config = PixelCnnConfig.Parse(text.Replace("model/weights", $"{root}/model/weights", StringComparison.Ordinal));
        Assert.Equal((7, 5, 192, 80), (config.Spec.Window, config.Spec.BaseWindow, config.Spec.Hidden, config.Spec.Head));
    }

    [Theory]
    [InlineData(",\"bach\":3", "bach")]
    [InlineData(",\"batch\":0", "batch")]
    [InlineData(",\"steps\":5", "minutes")]
    [InlineData(",\"clock\":\"sun\"", "clock")]
    [InlineData(",\"learning_rate\":-1", "learning_rate")]
    [InlineData(",\"warmup_steps\":0", "warmup_steps")]
    [InlineData(",\"ema_decay\":1", "ema_decay")]
    [InlineData(",\"threads\":0", "threads")]
    [InlineData(",\"start\":\"nowhere\"", "start")]
    [InlineData(",\"precision\":\"half\"", "precision")]
    [InlineData(",\"hold_out_every\":1", "hold_out_every")]
    public void WrongValuesAreRefusedByName(string more, string name)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["flagship"], "");
        string json = Json(folder["flagship"], more);
        Assert.Contains(name, Refusal(json), StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFlagshipAndANetworkThatCannotBeAreRefused()
    {
        string json = Json("nowhere", "");
        Assert.Contains("flagship", Refusal(json), StringComparison.Ordinal);
        Assert.Contains("sizes", Refusal(json.Replace("\"window\":7", "\"window\":6", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "hvae")]
    [InlineData("{\"model\":\"pixelcnn\",}", "pixelcnn")]
    [InlineData("[]", "hvae")]
    public void AConfigSaysWhatItTrains(string json, string model) => Assert.Equal(model, ConfigFile.ModelOf(json));

    private static string Json(string flagship, string more)
        => $$"""{"model":"pixelcnn","data":"d","out":"o","minutes":2,"flagship":"{{flagship}}"{{more}},"spec":{{Spec}}}""";

    private static string Refusal(string json) => Assert.Throws<InvalidDataException>(() => PixelCnnConfig.Parse(json)).Message;

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
