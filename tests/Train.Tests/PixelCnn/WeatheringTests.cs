using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.PixelCnn;

public sealed class WeatheringTests
{
    [Fact]
    public void BlurKeepsTheMeanOfAFlatPictureAndSpreadsAPoint()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        Assert.All(Weathering.Blurred(torch.ones(1, 3, 8, 6) * 7.0, 0.7).Values(), v => Assert.Equal(7, v, 1e-4));
        torch.Tensor point = torch.zeros(1, 3, 9, 9);
        point.narrow(2, 4, 1).narrow(3, 4, 1).fill_(1);
        float[] spread = Weathering.Blurred(point, 0.7).Values();
        Assert.Equal(3, spread.Sum(), 1e-4);
        Assert.InRange(spread[4 * 9 + 4], 0.2, 0.4);
    }

    [Fact]
    public void HalfTheColoursLeavesGrayAsItIsAndLumaNearly()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor gray = Hashed.Tensor("gray", 100, 1, 1, 8, 8).expand(1, 3, 8, 8), x = Hashed.Tensor("x", 100, 1, 3, 8, 8);
        Assert.InRange((Weathering.WithHalfTheColours(gray) - gray).abs().max().Value(), 0, 1e-3);
        torch.Tensor half = Weathering.WithHalfTheColours(x), weights = TensorValues.Tensor(Weathering.Luma, 3, 1, 1);
        Assert.InRange(((half - x) * weights).sum([1L]).abs().max().Value(), 0, 1e-3);
        Assert.NotEqual(x.Values(), half.Values());
    }

    [Fact]
    public void AWeatheredPictureDependsOnItsNumbersAlone()
    {
        Libtorch.Require();
        Photo photo = Tiny.Picture(1, 64, 64);
        byte[][] results = [.. Enumerable.Range(0, 6).Select(i => Weathering.Apply(photo,
            new CounterRandom(1, CounterRandom.Stream.HeldOut, i / 2)).Rgb)];
        for (int i = 0; i < results.Length; i += 2)
            Assert.Equal(results[i], results[i + 1]);
        Assert.Contains(results, r => !r.SequenceEqual(photo.Rgb));
        Assert.All(results, r => Assert.InRange(r.Average(v => (double)v) - photo.Rgb.Average(v => (double)v), -2, 2));
    }
}
