using VaeCodec.Networks.PixelCnn;
using Xunit;

namespace VaeCodec.Networks.Tests.PixelCnn;

public sealed class PixelCnnSpecTests
{
    private static readonly PixelCnnSpec s_spec = new()
    {
        Window = 7,
        BaseWindow = 5,
        Linear = 4,
        Hidden = 16,
        Deep = 1,
        Head = 8,
        Components = 5,
        Log2Scale = [-4, 6],
    };

    [Fact]
    public void JsonGoesThereAndBack() => Assert.Equal(s_spec.ToJson(), PixelCnnSpec.Parse(s_spec.ToJson()).ToJson());

    [Fact]
    public void WhatIsMissingIsAsUsual()
    {
        string json = s_spec.ToJson().Replace(",\"colours\":3,\"values\":256", "", StringComparison.Ordinal);
        Assert.DoesNotContain("colours", json, StringComparison.Ordinal);
        Assert.Equal(s_spec.ToJson(), PixelCnnSpec.Parse(json).ToJson());
        Assert.Throws<InvalidDataException>(() => PixelCnnSpec.Parse(json.Replace(",\"log2_scale\":[-4,6]", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void InputsAreTheWindows()
    {
        Assert.Equal(3 * (3 * 7 + 3), s_spec.CausalInputs); // three rows above and three pixels to the left
        Assert.Equal(s_spec.CausalInputs + 3 * 25, s_spec.Inputs);
        Assert.Equal(3, s_spec.Border);
        Assert.Equal(15, s_spec.Parameters);
    }

    [Theory]
    [InlineData("\"window\":7", "\"window\":6")]
    [InlineData("\"window\":7", "\"window\":17")]
    [InlineData("\"base_window\":5", "\"base_window\":0")]
    [InlineData("\"linear\":4", "\"linear\":2")]
    [InlineData("\"components\":5", "\"components\":0")]
    [InlineData("\"log2_scale\":[-4,6]", "\"log2_scale\":[7,-4]")]
    [InlineData("\"colours\":3", "\"colours\":2")]
    [InlineData("\"values\":256", "\"values\":2")]
    [InlineData("{", "[")]
    public void SizesThatNoNetworkCanHaveAreRefused(string from, string to)
    {
        Assert.Contains(from, s_spec.ToJson(), StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => PixelCnnSpec.Parse(s_spec.ToJson().Replace(from, to, StringComparison.Ordinal)));
    }
}
