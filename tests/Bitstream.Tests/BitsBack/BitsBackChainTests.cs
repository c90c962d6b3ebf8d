using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.BitsBack;

public class BitsBackChainTests
{
    private static readonly RandomLatentModel Model = new(3, 5, 20);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void EveryItemComesBackInOrder(int count)
    {
        byte[][] items = Items(count);
        byte[] stream = Encode(items, out _);
        Assert.Equal(items, Decode(stream, count));
    }

    [Fact]
    public void InitialBitsAreTakenAsTheyAreNeeded()
    {
        byte[] one = Encode(Items(1), out long initialOfOne);
        byte[] many = Encode(Items(50), out long initialOfMany);
        Assert.Equal(initialOfOne, initialOfMany);
        Assert.InRange(initialOfOne, 64, 32 * 7);
        Assert.True(many.Length > one.Length);
        Assert.Equal(8, Encode([], out long initialOfNone).Length);
        Assert.Equal(32, initialOfNone);
    }

    /// <summary>Fewer bits than the latents need are on the stack: the chain goes on into the random ones.</summary>
    [Fact]
    public void AChainThatShrinksTakesMoreInitialBits()
    {
        var model = new RandomLatentModel(5, 40, 1);
        byte[][] items = [.. Enumerable.Range(0, 20).Select(i => new[] { (byte)i })];
        byte[] stream = BitsBackChain.Encode(model, Memories(items), new double[items.Length], out long initialBits);
        Assert.Equal(items, Decode(stream, items.Length, model));
        Assert.True(initialBits > 40 * 4);
    }

    [Fact]
    public void TheWordsArePinned()
    {
        byte[] stream = Encode(Items(2), out _);
        Assert.Equal(Pinned, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream)));
    }

    [Fact]
    public void DamageIsFoundOrHarmlessNeverACrash()
    {
        var random = new SplitMix64(11);
        byte[][] items = Items(6);
        byte[] stream = Encode(items, out _);
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = stream[..(round % 3 == 0 ? random.Below(stream.Length) : stream.Length)];
            if (damaged.Length > 0) damaged[random.Below(damaged.Length)] ^= (byte)(1 << random.Below(8));
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => Decode(damaged, items.Length));
            Assert.True(error.Kind is VaeCodecErrorKind.Corrupt or VaeCodecErrorKind.Truncated, error.ToString());
        }
    }

    [Fact]
    public void AWrongNumberOfItemsIsFound()
    {
        byte[] stream = Encode(Items(6), out _);
        Assert.Throws<VaeCodecException>(() => Decode(stream, 5));
        Assert.Throws<VaeCodecException>(() => Decode(stream, 7));
    }

    [Fact]
    public void TheInitialBitsArePinned()
    {
        var bits = new InitialBits();
        Assert.Equal([0xE220A839u, 0x6E789E6Au, 0x06C45D18u], [bits.Next(), bits.Next(), bits.Next()]);
        Assert.Equal(3, bits.Taken);
    }

    [Fact]
    public void CancellationStopsIt()
    {
        byte[] stream = Encode(Items(2), out _);
        Assert.Throws<OperationCanceledException>(() => BitsBackChain.Decode(Model, stream, 2, 0, new CancellationToken(canceled: true)));
    }

    private const string Pinned = "0d41e056bea7168785443e83ceb3ea755d492165a2ab815bb0669deeb9b3db57";

    private static byte[] Encode(byte[][] items, out long initialBits) => BitsBackChain.Encode(Model, Memories(items),
        new double[items.Length], out initialBits);

    private static byte[][] Decode(byte[] stream, int count, ILatentModel? model = null)
        => BitsBackChain.Decode(model ?? Model, stream, count, cancellationToken: TestContext.Current.CancellationToken);

    private static ReadOnlyMemory<byte>[] Memories(byte[][] items) => [.. items.Select(item => (ReadOnlyMemory<byte>)item)];

    private static byte[][] Items(int count)
    {
        var random = new SplitMix64(2);
        return [.. Enumerable.Range(0, count).Select(_ => random.Bytes(Model.DataBytes))];
    }
}
