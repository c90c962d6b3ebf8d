using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using static VaeCodec.Train.Torch.torch.nn;

namespace VaeCodec.Train.Tests.Torch;

public sealed class FusedBlockTests
{
    private const int Embedding = 64;

    // Nearly linear: with a sharp bend, a value that bfloat16 puts on the other side of zero changes a gradient by more than rounding does.
    private const double Slope = 0.99;

    [Theory]
    [InlineData(2, 64, 4, 4)]
    [InlineData(3, 64, 8, 12)]
    [InlineData(1, 192, 16, 16)]
    [InlineData(4, 128, 16, 16)]
    [InlineData(1, 64, 64, 36)]
    public void The_fused_kernel_equals_libtorchs_operators_but_for_rounding(int images, int channels, int height, int width)
    {
        Libtorch.Require();
        RequireBfloat16();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Hashed.Tensor("x", 1, images, channels, height, width).to(torch.ScalarType.BFloat16).@float();
        torch.Tensor direction = Hashed.Tensor("direction", 1, images, channels, height, width);
        // Outside of autocast, libtorch's operators refuse a bfloat16 map with fp32 weights: what succeeds is the kernel.
        torch.Tensor[] fused = Run(torch.ScalarType.BFloat16), plain = Run(torch.ScalarType.Float32);

        Assert.InRange(Error(fused[0] - x, plain[0] - x), 0, 0.01);
        // Maps and filters get their gradients through tiles of 4 x 4, whose transforms enlarge the rounding.
        Assert.InRange(Error(fused[1] - direction, plain[1] - direction), 0, 0.04);
        Assert.InRange(Error(fused[2], plain[2]), 0, 0.04);
        foreach ((torch.Tensor actual, torch.Tensor expected) in fused.Zip(plain).Skip(3))
            Assert.InRange(Error(actual, expected), 0, 0.01);

        torch.Tensor[] Run(torch.ScalarType type)
        {
            torch.Tensor[] leaves =
            [
                x.to(type).clone(),
                Hashed.Tensor("conv3", 0.1, channels / 2, channels, 3, 3).contiguous(torch.MemoryFormat.ChannelsLast),
                    Hashed.Tensor("bias3", 0.1, channels / 2),
                Hashed.Tensor("conv1", 0.2, channels, channels / 2, 1, 1), Hashed.Tensor("bias1", 0.1, channels),
                Hashed.Tensor("film", 0.2, channels, Embedding), Hashed.Tensor("film bias", 1, channels),
                Hashed.Tensor("e", 1, images, Embedding),
            ];
            foreach (torch.Tensor leaf in leaves)
                leaf.requires_grad = true;
            torch.Tensor y = functional.block(leaves[0], (leaves[1], leaves[2]), (leaves[3], leaves[4]), (leaves[5], leaves[6]), leaves[7],
                Slope);
            Assert.Equal(type, y.dtype);
            (y.@float() * direction).sum().backward();
            return [y.@float().detach(), .. leaves.Select(l => l.grad!.@float())];
        }
    }

    [Fact]
    public void Maps_that_the_kernel_does_not_take_go_through_libtorchs_operators()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = Hashed.Tensor("x", 1, 1, 24, 5, 7);
        torch.Tensor Block(torch.Tensor map) => functional.block(map,
            (Hashed.Tensor("conv3", 0.1, 12, 24, 3, 3), Hashed.Tensor("bias3", 0.1, 12)),
            (Hashed.Tensor("conv1", 0.2, 24, 12, 1, 1), Hashed.Tensor("bias1", 0.1, 24)),
                (Hashed.Tensor("film", 0.2, 24, 8), Hashed.Tensor("film bias", 1, 24)),
            Hashed.Tensor("e", 1, 1, 8), Slope);
        using IDisposable autocast = torch.autocast("cpu");
        torch.Tensor half = Block(x.to(torch.ScalarType.BFloat16));
        Assert.Equal(torch.ScalarType.BFloat16, half.dtype);
        Assert.InRange(Error(half.@float(), Block(x)), 0, 0.01);
    }

    private static double Error(torch.Tensor actual, torch.Tensor expected) => (actual - expected).norm().item() / expected.norm().item();

    private static void RequireBfloat16()
        => Assert.SkipUnless(File.ReadAllText("/proc/cpuinfo").Contains("avx512_bf16", StringComparison.Ordinal),
            "the processor has no AVX-512 BF16");
}
