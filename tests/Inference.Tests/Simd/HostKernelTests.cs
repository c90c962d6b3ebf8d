using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tests.Hvae;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Inference.Tests.Simd;

/// <summary>A kernel of the host's, made of the codec's own tiles: tests/Viewer has the WebAssembly.</summary>
[Collection(Alone)]
public unsafe class HostKernelTests
{
    /// <summary>The kernel is the process's.</summary>
    public const string Alone = "the host's kernel";

    private static int s_rows;

    [Fact]
    public void ComputesEveryRowOfANetwork()
    {
        _ = InstructionSets.Best; // not the host's, for other tests
        var model = new HvaeModel(RandomModel.Weights(7, RandomModel.SmallSpec with { Winograd = true }));
        var condition = new RateCondition(model, [90, 110, 130]);
        byte[] pixels = RandomModel.Pixels(48 * 80, 7);
        var expected = EngineRun.Deterministic(model, condition, pixels, 48, 80, new() { InstructionSet = InstructionSet.Scalar });
        HostKernel.Use((nint)(delegate* unmanaged<RowTask*, void>)&Row);
        try
        {
            var actual = EngineRun.Deterministic(model, condition, pixels, 48, 80, new() { InstructionSet = InstructionSet.Host });
            Assert.True(s_rows > 48, $"{s_rows} rows");
            Assert.Equal(expected.Symbols, actual.Symbols);
            Assert.Equal(expected.Scales, actual.Scales);
            Assert.Equal(expected.Pixels, actual.Pixels);
        }
        finally
        {
            HostKernel.Use(0);
        }

        Assert.False(HostKernel.IsThere);
    }

    [UnmanagedCallersOnly]
    private static void Row(RowTask* task)
    {
        Interlocked.Increment(ref s_rows);
        for (int channel = 0; channel < task->Channels; channel += 2 * SimdScalar.Lanes)
        {
            for (int x = 0; x < task->Width; x += Tile6<SimdScalar>.Positions)
                Tile6<SimdScalar>.Run(Unsafe.AsRef<RowTask>(task), x, Math.Min(Tile6<SimdScalar>.Positions, task->Width - x), channel);
        }
    }
}

[CollectionDefinition(HostKernelTests.Alone, DisableParallelization = true)]
public sealed class HostKernelCollection;
