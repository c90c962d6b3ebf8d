using TorchSharp;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Torch;

public sealed class TensorTests
{
    [Fact]
    public void ValuesComeBackRowMajorWhateverTheirOrderInMemory()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        float[] values = Hashed.Values("x", 2 * 3 * 4 * 5, 1);
        torch.Tensor x = TensorValues.Tensor(values, 2, 3, 4, 5), last = ChannelsLast.Of(x);
        Assert.Equal(values, x.Values());
        Assert.Equal(values, last.Values());
        Assert.Equal([60, 1, 15, 3], last.stride());
        Assert.Equal([2, 4, 5, 3], ChannelsLast.Stored(last).shape);
        Assert.True(ChannelsLast.Stored(last).is_contiguous());
        Assert.Equal([7f, 255f], TensorValues.Bytes([7, 255], 2).Values());
        Assert.Throws<ArgumentException>(() => TensorValues.Tensor([1f, 2f], 3));
        Assert.Throws<ArgumentException>(() => TensorValues.Bytes([1, 2], 1));
        Assert.Throws<ArgumentException>(() => x.Value());
    }

    [Fact]
    public void ConvolutionsRunInThePrecisionOfTheirInput()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Hashed.Tensor("x", 1, 1, 2, 4, 6), w = Hashed.Tensor("w", 1, 3, 2, 3, 3), b = Hashed.Tensor("b", 1, 3);
        torch.Tensor single = Convolution.Run(x, w, b), half = Convolution.Run(x.to(torch.ScalarType.BFloat16), w, b);
        Assert.Equal([1, 3, 4, 6], single.shape);
        Assert.Equal(torch.ScalarType.BFloat16, half.dtype);
        Assert.InRange((half.@float() - single).norm().Value() / single.norm().Value(), 1e-5, 0.02);
        Assert.Equal([1, 3, 2, 3], Convolution.Run(x, Hashed.Tensor("w", 1, 3, 2, 2, 2), b, 2).shape);
    }

    [Fact]
    public void ClippingScalesLongGradientsOnlyAndLeavesInfiniteOnes()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor a = TensorValues.Tensor([3f], 1), b = TensorValues.Tensor([4f], 1);
        Assert.Equal(5, Gradients.Clip([a, b], 10));
        Assert.Equal(3, a.Value());
        Assert.Equal(5, Gradients.Clip([a, b], 2));
        Assert.Equal(1.2f, a.Value(), 1e-5f);
        torch.Tensor c = TensorValues.Tensor([float.PositiveInfinity], 1);
        Assert.False(float.IsFinite(Gradients.Clip([a, c], 2)));
        Assert.Equal(1.2f, a.Value(), 1e-5f);
    }

    [Fact]
    public void TheRunningMeanMovesByWhatTheDecayLeaves()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor mean = TensorValues.Tensor([1f, 2f], 2);
        RunningMean.Update([mean], [TensorValues.Tensor([5f, -2f], 2)], 0.75);
        Assert.Equal([2f, 1f], mean.Values());
    }
}
