using TorchSharp;
using VaeCodec.Train.Kernels;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Kernels;

public sealed class LatentStepTests
{
    private const double Low = -4, High = 6;

    // The kernel takes single precision and bfloat16; double precision goes through libtorch's operators.
    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 40)]
    public void TheKernelEqualsLibtorchsOperators(bool noisy, bool rounded, double spread)
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        Result kernel = Run(torch.ScalarType.Float32, noisy, rounded, spread),
            plain = Run(torch.ScalarType.Float64, noisy, rounded, spread);

        Assert.InRange(Error(kernel.Sent, plain.Sent), 0, 1e-6);
        Assert.InRange(Error(kernel.Bits, plain.Bits), 0, 1e-6);
        Assert.InRange(Error(kernel.PosteriorGradient, plain.PosteriorGradient), 0, 1e-4);
        Assert.InRange(Error(kernel.PriorGradient, plain.PriorGradient), 0, 1e-4);
    }

    [Fact]
    public void InBfloat16OnlyWhatIsWrittenIsRounded()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        Result half = Run(torch.ScalarType.BFloat16, noisy: true, rounded: true),
            single = Run(torch.ScalarType.Float32, noisy: true, rounded: true);

        Assert.InRange(Error(half.Bits, single.Bits), 0, 1e-6);
        foreach ((torch.Tensor actual, torch.Tensor expected) in new[]
            { (half.Sent, single.Sent), (half.PosteriorGradient, single.PosteriorGradient), (half.PriorGradient, single.PriorGradient) })
            Assert.InRange(Error(actual, expected), 1e-6, 0.004);
    }

    [Fact]
    public void TheGradientOfTheBitsIsTheirSlope()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        const double Small = 1e-2;
        torch.Tensor posterior = TensorValues.Tensor([0.3f, -2.7f, 4.1f], 1, 3, 1, 1),
            prior = TensorValues.Tensor([0, 0.2f, -0.5f, 0.7f, -1.2f, 2], 1, 6, 1, 1);
        torch.Tensor log2Step = torch.zeros(1, 1, 1, 1), middle = torch.zeros(1, 3, 1, 1) + 0.5;
        torch.Tensor Bits(torch.Tensor by) => LatentStep.Apply(posterior, by, log2Step, middle, true, Low, High).Bits;
        torch.Tensor leaf = prior.clone();
        leaf.requires_grad = true;
        Bits(leaf).sum().backward();

        float[] slopes = leaf.grad!.Values();
        for (int i = 0; i < slopes.Length; i++)
        {
            var unit = new float[slopes.Length];
            unit[i] = (float)Small;
            torch.Tensor ahead = TensorValues.Tensor(unit, 1, 6, 1, 1);
            Assert.Equal((Bits(prior + ahead).Value() - Bits(prior - ahead).Value()) / (2 * Small), slopes[i], 1e-3);
        }
    }

    [Fact]
    public void AValueThatIsNotANumberIsNotHidden()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor posterior = TensorValues.Tensor([0, float.NaN, 0], 1, 3, 1, 1);
        (torch.Tensor sent, torch.Tensor bits) = LatentStep.Apply(posterior, torch.zeros(1, 6, 1, 1), torch.zeros(1, 1, 1, 1), null,
            true, Low, High);
        Assert.Equal([false, true, false], sent.Values().Select(float.IsNaN));
        Assert.True(float.IsNaN(bits.Value()));
    }

    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        Assert.Throws<ArgumentException>(() => LatentStep.Apply(torch.zeros(1, 3, 2, 2), torch.zeros(1, 6, 2, 1),
            torch.zeros(1, 1, 1, 1), null, true, Low, High));
    }

    // Values that bfloat16 holds exactly; log2 sigma on both sides of its range, and with a spread means far out in the tails.
    private static Result Run(torch.ScalarType type, bool noisy, bool rounded, double spread = 1)
    {
        const int Samples = 2, Channels = 11, Height = 9, Width = 5;
        torch.Tensor Leaf(torch.Tensor values)
        {
            torch.Tensor leaf = ChannelsLast.Of(values.to(torch.ScalarType.BFloat16).to(type)).clone();
            leaf.requires_grad = true;
            return leaf;
        }

        torch.Tensor posterior = Leaf(Hashed.Tensor("posterior", 6 * spread, Samples, Channels, Height, Width));
        torch.Tensor prior = Leaf(torch.cat([Hashed.Tensor("mean", 4, Samples, Channels, Height, Width),
            Hashed.Tensor("log2 sigma", 8, Samples, Channels, Height, Width)], 1));
        torch.Tensor log2Step = TensorValues.Tensor([-0.75f, 1.5f], Samples, 1, 1, 1).to(type);
        torch.Tensor? noise = noisy ? (Hashed.Tensor("noise", 0.5, Samples, Channels, Height, Width) + 0.5).to(
            type == torch.ScalarType.BFloat16 ? torch.ScalarType.Float32 : type) : null;
        (torch.Tensor sent, torch.Tensor bits) = LatentStep.Apply(posterior, prior, log2Step, noise, rounded, Low, High);
        Assert.Equal(type, sent.dtype);
        ((sent * Hashed.Tensor("direction", 1, Samples, Channels, Height, Width)).sum()
            + (bits * TensorValues.Tensor([0.5f, -0.25f], Samples)).sum()).backward();
        return new(sent.detach(), bits.detach(), posterior.grad!, prior.grad!);
    }

    private static double Error(torch.Tensor actual, torch.Tensor expected)
    {
        torch.Tensor truth = expected.to(torch.ScalarType.Float64);
        return (actual.to(torch.ScalarType.Float64) - truth).norm().Value() / truth.norm().Value();
    }

    private sealed record Result(torch.Tensor Sent, torch.Tensor Bits, torch.Tensor PosteriorGradient, torch.Tensor PriorGradient);
}
