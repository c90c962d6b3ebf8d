using VaeCodec.Networks.Layers;
using VaeCodec.Networks.Vlae;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Tests.Vlae;

public sealed class VlaeConfigTests
{
    [Theory]
    [InlineData("vlae-mnist", "vlae-mnist-r2")]
    [InlineData("vlae-mnist-binary", "vlae-mnist-binary-r1")]
    [InlineData("vlae-silhouettes", "vlae-silhouettes-r1")]
    [InlineData("lvae-mnist", "lvae-mnist-r1")]
    [InlineData("ghvae-mnist", "ghvae-mnist-r1")]
    public void AReleasedModelHasItsConfig(string name, string release)
    {
        Assert.Equal(VlaeConfig.ModelName, ConfigFile.ModelOf(Configs.Text(name)));
        VlaeConfig config = VlaeConfig.Parse(Configs.Text(name));
        byte[] file = File.ReadAllBytes(Path.Combine(Configs.Root, "model", "weights", release + ".safetensors"));
        Assert.Equal(VlaeSpec.Parse(SafeTensors.Parse(file).Metadata["spec"]).ToJson(), config.Spec.ToJson());
    }

    [Theory]
    [InlineData("\"betas\": [1, 1]", "\"betas\": [1]", "betas")]
    [InlineData("\"free_bits\": [2, 6]", "\"free_bits\": [2, -6]", "free_bits")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"stepps\": 1", "stepps")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"minutes\": 1", "minutes")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"warm_up\": 0", "warm_up")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"normalisation\": \"layer\"", "normalisation")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"window\": 4", "window")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"stack\": []", "stack")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"gain\": 0", "gain")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"pictures\": \"cifar\"", "pictures")]
    [InlineData("\"steps\": 947", "\"steps\": 947, \"importance_samples\": -1", "importance_samples")]
    [InlineData("\"latents\": 36", "\"latents\": 35", "sizes")]
    public void WrongValuesAreRefusedByName(string from, string to, string name)
    {
        string text = Configs.Text("ghvae-mnist");
        Assert.Contains(from, text, StringComparison.Ordinal);
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => VlaeConfig.Parse(text.Replace(from, to, StringComparison.Ordinal)))
            .Message, StringComparison.Ordinal);
    }
}
