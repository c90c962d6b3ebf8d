using VaeCodec.Networks.Vlae;
using Xunit;

namespace VaeCodec.Networks.Tests.Vlae;

public sealed class VlaeSpecTests
{
    /// <summary>Pictures of 8 x 8, four latents in two groups.</summary>
    private static readonly VlaeSpec s_spec = new()
    {
        Side = 8,
        Latents = 4,
        Encoder = [[1, 8, 4, 4, 1], [8, 16, 2, 2, 1]],
        Decoder = [[4, 64, 1, 1, 4], [4, 12, 1, 1, 2]],
        Pixels = new()
        {
            Window = 3,
            BaseWindow = 1,
            Linear = 3,
            Hidden = 8,
            Deep = 0,
            Head = 4,
            Components = 2,
            Log2Scale = [-4, 6],
            Colours = 1,
        },
        StoredGroups =
        [
            new() { Latents = 1, Posterior = [[16, 2, 1, 1, 1]] },
            new() { Latents = 3, Posterior = [[17, 6, 1, 1, 1]], Prior = [[1, 6, 1, 1, 1]] },
        ],
    };

    [Fact]
    public void LayersThatAreMissingAreNone()
    {
        string json = s_spec.ToJson().Replace(",\"prior\":[]", "", StringComparison.Ordinal);
        Assert.NotEqual(s_spec.ToJson(), json);
        Assert.Equal(s_spec.ToJson(), VlaeSpec.Parse(json).ToJson());
    }

    [Fact]
    public void JsonGoesThereAndBack() => Assert.Equal(s_spec.ToJson(), VlaeSpec.Parse(s_spec.ToJson()).ToJson());

    [Fact]
    public void AGroupSeesThoseAbove()
    {
        Assert.Equal(1..4, s_spec.LatentsOf(1));
        Assert.Equal(0..1, s_spec.PosteriorLatents(1));
        Assert.Equal(0..1, s_spec.PriorLatents(1));
        Assert.True(s_spec.SeesPicture(0));
        Assert.Equal(0..4, s_spec.DecoderLatents);
    }

    [Theory]
    [InlineData("\"side\":8", "\"side\":9")]
    [InlineData("\"latents\":4", "\"latents\":5")]
    [InlineData("[8,16,2,2,1]", "[8,16,3,2,1]")]
    [InlineData("[4,12,1,1,2]", "[4,12,1,1,1]")]
    [InlineData("[[17,6,1,1,1]]", "[[16,6,1,1,1]]")]
    [InlineData("[[1,6,1,1,1]]", "[[1,5,1,1,1]]")]
    [InlineData("\"colours\":1", "\"colours\":3")]
    [InlineData("{", "[")]
    public void SizesThatDoNotFitTogetherAreRefused(string from, string to)
    {
        Assert.Contains(from, s_spec.ToJson(), StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => VlaeSpec.Parse(s_spec.ToJson().Replace(from, to, StringComparison.Ordinal)));
    }
}
