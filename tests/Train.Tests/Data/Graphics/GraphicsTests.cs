using VaeCodec.Train.Data;
using VaeCodec.Train.Data.Graphics;

namespace VaeCodec.Train.Tests.Data.Graphics;

public sealed class GraphicsTests
{
    [Fact]
    public void RenderedPicturesAreAFunctionOfTheSeed()
    {
        IReadOnlyList<Photo> first = GraphicsRenderer.Render(8, 5), again = GraphicsRenderer.Render(8, 5),
            other = GraphicsRenderer.Render(8, 6);
        Assert.Equal(first.Select(p => p.Name), again.Select(p => p.Name));
        Assert.All(first.Zip(again), pair => Assert.Equal(pair.First.Rgb, pair.Second.Rgb));
        Assert.All(first.Zip(other), pair => Assert.NotEqual(pair.First.Rgb, pair.Second.Rgb));
    }

    [Fact]
    public void TextIsSetInTheFontsOfTheSystem()
    {
        var mask = VipsText.Render("Hail & <farewell>", "Sans 20", 400);
        Assert.SkipWhen(mask is null, "libvips has no text here");
        Assert.InRange(mask.Value.Width, 100, 400);
        Assert.Contains((byte)255, mask.Value.Coverage);
        Assert.Contains((byte)0, mask.Value.Coverage);
    }
}
