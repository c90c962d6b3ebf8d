using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tests.Simd;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Inference.Tests.Hvae;

public class EngineTests
{
    [Theory]
    [MemberData(nameof(InstructionSetNames.Supported), MemberType = typeof(InstructionSetNames))]
    public void WholeNetworkEqualsTheReferenceBitForBit(string name)
    {
        InstructionSet set = InstructionSetNames.Parse(name);
        for (int seed = 0; seed < 4; seed++)
        {
            HvaeWeights weights = RandomModel.Weights(seed, Spec(seed));
            var model = new HvaeModel(weights);
            var condition = new RateCondition(model, [(byte)(60 + 20 * seed), 100, 140]);
            int height = 16 * (1 + seed), width = 16 * (5 - seed);
            byte[] pixels = RandomModel.Pixels(height * width, seed);
            (byte[] expected, int[] expectedSymbols) = EngineRun.Reference(weights, condition, pixels, height, width);
            (byte[] actual, int[] symbols, _) = EngineRun.Deterministic(model, condition, pixels, height, width,
                new() { InstructionSet = set, Threads = 2 });
            Assert.Contains(symbols, s => s != 0);
            Assert.Equal(expectedSymbols.Order(), symbols.Order());
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void ThreadsAndInstructionSetsDoNotShowInTheResult()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var model = new HvaeModel(RandomModel.Weights(100 + seed, Spec(seed)));
            var condition = new RateCondition(model, [90, 110, (byte)(100 + seed)]);
            int height = 33 + 50 * seed, width = 200 - 45 * seed;
            byte[] pixels = RandomModel.Pixels(height * width, seed);
            (byte[] Pixels, int[] Symbols, byte[] Scales)? first = null;
            foreach (InstructionSet set in InstructionSets.Supported)
            {
                foreach (int threads in new[] { 1, 2, 3, 7 })
                {
                    var run = EngineRun.Deterministic(model, condition, pixels, height, width,
                        new() { InstructionSet = set, Threads = threads });
                    first ??= run;
                    Assert.Equal(first.Value.Pixels, run.Pixels);
                    Assert.Equal(first.Value.Symbols, run.Symbols);
                    Assert.Equal(first.Value.Scales, run.Scales);
                }
            }
        }
    }

    [Fact]
    public void StripsDoNotShowInTheResult()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var model = new HvaeModel(RandomModel.Weights(200 + seed, Spec(seed)));
            var condition = new RateCondition(model, [90, 110, (byte)(100 + seed)]);
            int height = 130 + 51 * seed, width = 90 - 20 * seed;
            byte[] pixels = RandomModel.Pixels(height * width, seed);
            var whole = EngineRun.Deterministic(model, condition, pixels, height, width, new());
            foreach (long stripBytes in new long[] { 1, 200_000, 1_000_000 })
            {
                var options = new EngineOptions { Threads = 2, StripBytes = stripBytes };
                var run = EngineRun.Deterministic(model, condition, pixels, height, width, options);
                Assert.Equal(whole.Symbols, run.Symbols);
                Assert.Equal(whole.Scales, run.Scales);
                Assert.Equal(whole.Pixels, run.Pixels);
                Assert.Equal(whole.Pixels, EngineRun.Decoded(model, condition, whole.Symbols, height, width, options));
            }
        }
    }

    private static HvaeSpec Spec(int seed) => RandomModel.SmallSpec with
    {
        Winograd = seed % 2 != 0,
        FilmShift = seed >= 2,
        ExtraPosteriorBlocks = seed >= 2 ? 1 : 0,
    };

    [Fact]
    public void CancellationStopsTheComputation()
    {
        var model = new HvaeModel(RandomModel.Weights(1));
        var condition = new RateCondition(model, [100, 100, 100]);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => EngineRun.Deterministic(model, condition, RandomModel.Pixels(64 * 64, 1), 64, 64,
            new() { CancellationToken = source.Token }));
    }
}
