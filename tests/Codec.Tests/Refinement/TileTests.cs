using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Refinement;
using Xunit;

namespace VaeCodec.Codec.Tests.Refinement;

/// <summary>Large pictures are refined in tiles, which leave no gap.</summary>
public class TileTests
{
    [Theory]
    [InlineData(200, 150, 64)]
    [InlineData(129, 257, 128)]
    [InlineData(64, 64, 64)]
    public void TilesCoverThePictureOnce(int width, int height, int side)
    {
        var seen = new int[width * height];
        foreach (TileArea tile in TileArea.Cut(width, height, side))
        {
            Assert.InRange(tile.Width, 1, side);
            for (int y = tile.Top; y < tile.Bottom; y++)
            {
                for (int x = tile.Left; x < tile.Right; x++)
                    seen[y * width + x]++;
            }
        }

        Assert.All(seen, count => Assert.Equal(1, count));
    }

    [Fact]
    public void TilesThatSeeTheWholePictureGiveItsOffsets()
    {
        PixelImage image = Photo.Crop(128, 100);
        HvaeModel model = ModelLibrary.In(null).Default(ModelKind.Hvae);
        RateVector beta = Beta(model, 0.001);
        var condition = new RateCondition(model, beta.Indices);
        var plan = new RefinementPlan(4);
        LatentOffsets whole = new Refiner(image, model, new()).Refine(condition, beta, plan, LastLines.None, null);
        LatentOffsets tiled = new Refiner(image, model, new(), tileSide: 64) // with their margins
            .Refine(condition, beta, plan, LastLines.None, null);
        foreach (HvaeLayerSpec layer in model.Network.Layers)
        {
            Assert.Contains(whole[layer].ToArray(), offset => offset != 0);
            Assert.Equal(whole[layer].ToArray(), tiled[layer].ToArray());
        }
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.0002)]
    public void TilesKeepNearlyAllThatRefinementGains(double lambda)
    {
        PixelImage image = Photo.Crop(450, 300, 3, 0, 0);
        HvaeModel model = ModelLibrary.In(null).Default(ModelKind.Hvae);
        RateVector beta = Beta(model, lambda);
        var plan = new RefinementPlan(12);
        var whole = new LossyEncoding(image, model, new(), int.MaxValue);
        Objective objective = whole.Objective(beta);
        double plain = objective.Of(whole.Run(beta, true));
        double gain = plain - objective.Of(whole.Refine(beta, objective, plan));
        double tiledGain = plain - objective.Of(new LossyEncoding(image, model, new(), int.MaxValue, tileSide: 128)
            .Refine(beta, objective, plan));
        Assert.True(gain > 0.02 * plain, $"{gain} of {plain}");
        Assert.True(tiledGain > 0.75 * gain, $"{tiledGain} of {gain}");
    }

    private static RateVector Beta(HvaeModel model, double beta) => RateVector.Nearest([beta], model.Network.Layers.Count);
}
