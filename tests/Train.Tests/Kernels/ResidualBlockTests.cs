using TorchSharp;
using VaeCodec.Train.Kernels;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Kernels;

public sealed class ResidualBlockTests
{
    private const int Embedding = 64;

    // Nearly linear: with a sharp bend, a value that bfloat16 puts on the other side of zero changes a gradient by more than rounding does.
    private const double Slope = 0.99;

    [Theory]
    [InlineData(2, 64, 4, 4, false)]
    [InlineData(3, 64, 8, 12, true)]
    [InlineData(1, 192, 16, 16, true)]
    [InlineData(4, 128, 16, 16, false)]
    [InlineData(1, 64, 64, 36, false)]
    [InlineData(1, 160, 32, 16, true)]
    public void TheFusedKernelEqualsLibtorchsOperatorsButForRounding(int images, int channels, int height, int width, bool shifts)
    {
        Libtorch.Require();
        Compiler.Require();
        RequireBfloat16();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Hashed.Tensor("x", 1, images, channels, height, width).to(torch.ScalarType.BFloat16).@float();
        torch.Tensor direction = Hashed.Tensor("direction", 1, images, channels, height, width);
        torch.Tensor[] fused = Run(x, direction, torch.ScalarType.BFloat16, shifts),
            plain = Run(x, direction, torch.ScalarType.Float64, shifts);

        Assert.InRange(Error(fused[0] - x, plain[0] - x), 0, 0.01);
        // Maps and filters get their gradients through tiles of 4 x 4, whose transforms enlarge the rounding.
        Assert.InRange(Error(fused[1] - direction, plain[1] - direction), 0, 0.04);
        Assert.InRange(Error(fused[2], plain[2]), 0, 0.04);
        foreach ((torch.Tensor actual, torch.Tensor expected) in fused.Zip(plain).Skip(3))
            Assert.InRange(Error(actual, expected), 0, 0.01);
    }

    // The last shapes have tiles that reach beyond the map, or few of them.
    [Theory]
    [InlineData(2, 64, 4, 4, true)]
    [InlineData(3, 64, 8, 12, false)]
    [InlineData(1, 160, 16, 16, true)]
    [InlineData(4, 224, 16, 16, true)]
    [InlineData(2, 192, 8, 8, false)]
    [InlineData(1, 64, 64, 36, true)]
    [InlineData(2, 96, 13, 22, true)]
    [InlineData(1, 64, 3, 5, false)]
    [InlineData(5, 128, 2, 2, true)]
    public void InSinglePrecisionTooTheFusedKernelEqualsLibtorchsOperators(int images, int channels, int height, int width,
        bool shifts)
    {
        Libtorch.Require();
        Compiler.Require();
        Assert.SkipUnless(CpuFlags.Has("avx2") && CpuFlags.Has("fma"), "the processor has no AVX2 and FMA");
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Hashed.Tensor("x", 1, images, channels, height, width),
            direction = Hashed.Tensor("direction", 1, images, channels, height, width);
        // Double precision is what no kernel takes.
        torch.Tensor[] fused = Run(x, direction, torch.ScalarType.Float32, shifts),
            plain = Run(x, direction, torch.ScalarType.Float64, shifts);
        foreach ((torch.Tensor actual, torch.Tensor expected) in fused.Zip(plain))
            Assert.InRange(Error(actual, expected), 0, 2e-5);
    }

    private static torch.Tensor[] Run(torch.Tensor x, torch.Tensor direction, torch.ScalarType type, bool shifts)
    {
        int images = (int)x.shape[0], channels = (int)x.shape[1], films = channels + (shifts ? channels / 2 : 0);
        torch.ScalarType weights = type == torch.ScalarType.Float64 ? type : torch.ScalarType.Float32;
        torch.Tensor[] leaves =
        [
            x.to(type).clone(),
            .. new[]
            {
                ChannelsLast.Of(Hashed.Tensor("conv3", 0.1, channels / 2, channels, 3, 3)),
                    Hashed.Tensor("bias3", 0.1, channels / 2),
                Hashed.Tensor("conv1", 0.2, channels, channels / 2, 1, 1), Hashed.Tensor("bias1", 0.1, channels),
                Hashed.Tensor("film", 0.2, films, Embedding), Hashed.Tensor("film bias", 1, films),
                    Hashed.Tensor("e", 1, images, Embedding),
            }.Select(t => t.to(weights)),
        ];
        foreach (torch.Tensor leaf in leaves)
            leaf.requires_grad = true;
        torch.Tensor y = ResidualBlock.Apply(leaves[0], (leaves[1], leaves[2]), (leaves[3], leaves[4]), (leaves[5], leaves[6]), leaves[7],
            Slope);
        Assert.Equal(type, y.dtype);
        (y.@float() * direction).sum().backward();
        return [y.@float().detach(), .. leaves.Select(l => l.grad!.@float())];
    }

    [Fact]
    public void MapsThatTheKernelDoesNotTakeGoThroughLibtorchsOperators()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Hashed.Tensor("x", 1, 1, 24, 5, 7);
        torch.Tensor Block(torch.Tensor map) => ResidualBlock.Apply(map,
            (Hashed.Tensor("conv3", 0.1, 12, 24, 3, 3), Hashed.Tensor("bias3", 0.1, 12)),
            (Hashed.Tensor("conv1", 0.2, 24, 12, 1, 1), Hashed.Tensor("bias1", 0.1, 24)),
                (Hashed.Tensor("film", 0.2, 24, 8), Hashed.Tensor("film bias", 1, 24)),
            Hashed.Tensor("e", 1, 1, 8), Slope);
        torch.Tensor half = Block(x.to(torch.ScalarType.BFloat16));
        Assert.Equal(torch.ScalarType.BFloat16, half.dtype);
        Assert.InRange(Error(half.@float(), Block(x)), 0, 0.01);
    }

    private static double Error(torch.Tensor actual, torch.Tensor expected) => (actual - expected).norm().Value() / expected.norm().Value();

    private static void RequireBfloat16()
        => Assert.SkipUnless(CpuFlags.Has("avx512_bf16"), "the processor has no AVX-512 BF16");
}
