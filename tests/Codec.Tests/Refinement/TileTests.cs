using VaeCodec.Images;
using VaeCodec.Inference;
using VaeCodec.Networks;
using VaeCodec.Pipeline;
using VaeCodec.Pipeline.Refinement;
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

    [Theory]
    [InlineData(200, 150)]
    [InlineData(129, 65)]
    public void TheOffsetsOfTilesAreNearlyThoseOfTheWholePicture(int width, int height)
    {
        PixelImage image = Photo.Crop(width, height);
        InferenceModel model = ModelStore.Default;
        byte[] beta = [.. model.Network.Layers.Select(_ => RateMultiplier.Nearest(0.001))];
        var condition = new RateCondition(model, beta);
        var plan = new RefinementPlan(4);
        LatentOffsets whole = new Refiner(image, model, new()).Refine(condition, beta, plan, null);
        LatentOffsets tiled = new Refiner(image, model, new(), tileSide: 64).Refine(condition, beta, plan, null);
        foreach (LatentLayerSpec layer in model.Network.Layers.Where(layer => model.Network.StrideOf(layer) <= 16)) // above, a tile sees too little
        {
            float[] expected = whole[layer].ToArray(), actual = tiled[layer].ToArray();
            double error = expected.Zip(actual, (e, a) => (double)(e - a) * (e - a)).Sum(), power = expected.Sum(e => (double)e * e);
            Assert.True(power > 0);
            Assert.True(error < 0.8 * power, $"layer {layer.Index}: {error} of {power}");
        }
    }
}
