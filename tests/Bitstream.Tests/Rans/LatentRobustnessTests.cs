using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Rans;

/// <summary>Payloads that no encoder wrote: they may decode to other symbols, they may throw VaeCodecException, and nothing else.</summary>
public class LatentRobustnessTests
{
    private static readonly Layer[] Layers =
        [Layer.Draw(new SplitMix64(1), 40), Layer.Draw(new SplitMix64(2), 201, 0, 30), new([1 << 20, -900, 3, 0], [0, 80, 7, 7])];

    [Fact]
    public void MutatedPayloadsNeverThrowAnythingElse()
    {
        byte[] payload = Layer.Encode(Layers);
        var random = new SplitMix64(20261120);
        int caught = 0;
        for (int round = 0; round < 10_000; round++)
        {
            byte[] mutated = [.. payload];
            for (int change = random.Below(6); change >= 0; change--) mutated[random.Below(mutated.Length)] = (byte)random.Next();
            if (random.Below(4) == 0) mutated = mutated[..random.Below(mutated.Length)];
            if (random.Below(8) == 0) mutated = [.. mutated, .. random.Bytes(random.Below(40))];
            if (!Decodes(mutated)) caught++;
        }

        Assert.InRange(caught, 9_900, 10_000);
    }

    [Fact]
    public void RandomBytesNeverThrowAnythingElse()
    {
        var random = new SplitMix64(3);
        for (int round = 0; round < 2_000; round++) Decodes(random.Bytes(random.Below(400)));
    }

    [Fact]
    public void EndlessEscapesEnd()
    {
        // All-zero bits after the escape are an Exp-Golomb prefix that never ends.
        var encoder = new InterleavedRansEncoder();
        for (int bit = 0; bit < 40; bit++) encoder.PushBits(0, 0, 1);
        encoder.Push(0, 65534, 2);
        var decoder = new LatentDecoder(encoder.Finish(), 500);
        var error = Assert.Throws<VaeCodecException>(() => decoder.Pop(new int[1], new byte[1]));
        Assert.Equal(VaeCodecErrorKind.Corrupt, error.Kind);
        Assert.InRange(error.Offset ?? 0, 500, 520);
    }

    [Fact]
    public void EveryTruncationIsFoundByTheEnd()
    {
        byte[] payload = Layer.Encode(Layers);
        for (int length = 0; length < payload.Length; length++)
        {
            byte[] cut = payload[..length];
            var error = Assert.Throws<VaeCodecException>(() => Layer.AssertDecodes(cut, Layers));
            Assert.Equal(VaeCodecErrorKind.Truncated, error.Kind);
        }
    }

    private static bool Decodes(byte[] payload)
    {
        try
        {
            var decoder = new LatentDecoder(payload);
            foreach (Layer layer in Layers)
            {
                int[] symbols = new int[layer.Symbols.Length];
                decoder.Pop(symbols, layer.Scales);
                Assert.All(symbols, symbol => Assert.InRange(symbol, -SymbolGrid.MaxMagnitude, SymbolGrid.MaxMagnitude));
            }

            decoder.Finish();
            return true;
        }
        catch (VaeCodecException)
        {
            return false;
        }
    }
}
