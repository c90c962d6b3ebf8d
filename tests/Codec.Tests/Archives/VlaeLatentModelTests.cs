using VaeCodec.Archives;
using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.Tests.Vlae;
using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Vlae;
using Xunit;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>Chains with models of every kind, of random weights.</summary>
public sealed class VlaeLatentModelTests(ITestOutputHelper output)
{
    private const int Items = 12;

    public static TheoryData<string> Kinds => [nameof(RandomVlae.Small), nameof(RandomVlae.Ladder), nameof(RandomVlae.Flow),
        nameof(RandomVlae.Swap)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PicturesComeBackAndCostWhatTheModelSays(string kind)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            var model = new VlaeModel(RandomVlae.Weights(Spec(kind), seed, gain: 0.6f));
            byte[][] pictures = TypicalPictures.Of(model, seed, Items);
            byte[] stream = BitsBackChain.Encode(new VlaeLatentModel(model, new()), [.. pictures.Select(p => (ReadOnlyMemory<byte>)p)],
                new double[pictures.Length], out long initialBits);
            var recording = new Recorder(new VlaeLatentModel(model, new()));
            Assert.Equal(pictures, BitsBackChain.Decode(recording, stream, Items,
                cancellationToken: TestContext.Current.CancellationToken));

            var exact = new ExactBits(model);
            double expected = Enumerable.Range(0, Items).Sum(i => exact.Of(pictures[i], recording.Bins[i])),
                actual = (8 * stream.Length) - initialBits;
            output.WriteLine($"{kind} {seed}: {expected:f1} bits, {actual} in the chain, {initialBits} initial");
            // the last words of a stream are not full
            Assert.InRange(actual, (0.99 * expected) - 64, (1.01 * expected) + 64);
        }
    }

    /// <summary>Bit-Swap's point: one group's latents are drawn before anything is pushed, not those of all.</summary>
    [Fact]
    public void InferenceUpwardsTakesFewerInitialBits()
    {
        Assert.InRange(Initial(17, 20, "up"), 64, 0.75 * Initial(37, 17, "down"));

        static VlaeSpec Two(int belowInputs, int topInputs, string inference) => RandomVlae.Swap with
        {
            Latents = 40,
            Encoder = RandomVlae.Ladder.Encoder,
            Decoder = [[20, 432, 1, 1, 12]],
            StoredGroups =
            [
                new() { Latents = 20, Posterior = [[topInputs, 40, 1, 1, 1]] },
                new() { Latents = 20, Posterior = [[belowInputs, 40, 1, 1, 1]], Prior = [[20, 40, 1, 1, 1]] },
            ],
            Inference = inference,
        };

        static long Initial(int belowInputs, int topInputs, string inference)
        {
            var model = new VlaeModel(RandomVlae.Weights(Two(belowInputs, topInputs, inference), 1, gain: 0.6f));
            BitsBackChain.Encode(new VlaeLatentModel(model, new()), [new byte[144]], new double[1], out long bits);
            return bits;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DamagedChainsAreRefused(string kind)
    {
        var model = new VlaeLatentModel(new VlaeModel(RandomVlae.Weights(Spec(kind), 1)), new());
        byte[][] pictures = TypicalPictures.Of(new VlaeModel(RandomVlae.Weights(Spec(kind), 1)), 1, 3);
        byte[] stream = BitsBackChain.Encode(model, [.. pictures.Select(p => (ReadOnlyMemory<byte>)p)],
            new double[pictures.Length], out _);
        var random = new Random(2);
        for (int round = 0; round < 150; round++)
        {
            byte[] damaged = stream[..(round % 3 == 0 ? random.Next(stream.Length) : stream.Length)];
            if (damaged.Length > 0)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            VaeCodecException error = Assert.Throws<VaeCodecException>(() =>
                BitsBackChain.Decode(model, damaged, 3, cancellationToken: TestContext.Current.CancellationToken));
            Assert.True(error.Kind is VaeCodecErrorKind.Corrupt or VaeCodecErrorKind.Truncated, error.ToString());
        }
    }

    [Fact]
    public void AModelOfTwoValuesTakesNoOthers()
    {
        var model = new VlaeLatentModel(new VlaeModel(RandomVlae.Weights(RandomVlae.Flow, 1)), new());
        byte[] gray = new byte[144];
        gray[100] = 254;
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() =>
            BitsBackChain.Encode(model, [gray], new double[1], out _)).Kind);
    }

    [Fact]
    public void TheRangesOfTheNetworkAreThoseOfTheCoder()
    {
        Assert.Equal(LatentLogistic.MaxMean, VlaeSpec.MostMean * (1 << LatentBins.FractionBits));
        Assert.Equal(LatentLogistic.LowestLog2Scale, VlaeSpec.LowestLog2Scale);
        Assert.Equal(ScaleGrid.Highest, (VlaeSpec.HighestLog2Scale - VlaeSpec.LowestLog2Scale) * ScaleGrid.PerOctave);
    }

    private static VlaeSpec Spec(string kind) => kind switch
    {
        nameof(RandomVlae.Ladder) => RandomVlae.Ladder,
        nameof(RandomVlae.Flow) => RandomVlae.Flow,
        nameof(RandomVlae.Swap) => RandomVlae.Swap,
        _ => RandomVlae.Small,
    };

    /// <summary>Keeps the bins of every item that is popped; all are known when its pixels are.</summary>
    private sealed class Recorder(ILatentModel model) : ILatentModel
    {
        public List<int[]> Bins { get; } = [];

        public IReadOnlyList<LatentGroup> Groups => model.Groups;

        public bool InfersUpwards => model.InfersUpwards;

        public int DataBytes => model.DataBytes;

        public void See(ReadOnlySpan<byte> data) => model.See(data);

        public void Posterior(int group, ReadOnlySpan<int> bins, Span<LatentLogistic> posterior) => model.Posterior(group, bins, posterior);

        public void Prior(int group, int known, ReadOnlySpan<int> bins, Span<LatentLogistic> prior) =>
            model.Prior(group, known, bins, prior);

        public void Push(RansStack stack, ReadOnlySpan<int> bins, ReadOnlySpan<byte> data) => model.Push(stack, bins, data);

        public void Pop(RansStack stack, ReadOnlySpan<int> bins, Span<byte> data)
        {
            Bins.Add(bins.ToArray());
            model.Pop(stack, bins, data);
        }
    }
}
