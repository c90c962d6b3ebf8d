using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Tests.Support;

/// <summary>A layer of latents for tests.</summary>
internal sealed record Layer(int[] Symbols, byte[] Scales)
{
    /// <summary>Symbols drawn from the tables of scales lowest..highest themselves, escapes included.</summary>
    internal static Layer Draw(SplitMix64 random, int count, int lowest = 0, int highest = ScaleTables.Count - 1)
    {
        byte[] scales = [.. Enumerable.Range(0, count).Select(_ => (byte)(lowest + random.Below(highest - lowest + 1)))];
        return new Layer([.. scales.Select(scale => DrawSymbol(random, scale))], scales);
    }

    internal static byte[] Encode(params Layer[] layers)
    {
        var encoder = new LatentEncoder();
        foreach (Layer layer in layers.Reverse()) encoder.Push(layer.Symbols, layer.Scales);
        return encoder.Finish();
    }

    internal static void AssertDecodes(byte[] payload, params Layer[] layers)
    {
        var decoder = new LatentDecoder(payload);
        foreach (Layer layer in layers)
        {
            int[] symbols = new int[layer.Symbols.Length];
            decoder.Pop(symbols, layer.Scales);
            Assert.Equal(layer.Symbols, symbols);
        }

        decoder.Finish();
    }

    private static int DrawSymbol(SplitMix64 random, int scale)
    {
        int slot = random.Below(65536);
        for (int magnitude = 0; magnitude <= ScaleTables.Support(scale); magnitude++)
        {
            slot -= ScaleTables.Frequency(scale, magnitude);
            if (slot < 0) return magnitude;
            if (magnitude > 0 && (slot -= ScaleTables.Frequency(scale, -magnitude)) < 0) return -magnitude;
        }

        int beyond = ScaleTables.Support(scale) + 1 + random.Below(1 + ScaleTables.Support(scale));
        return (slot & 1) == 0 ? beyond : -beyond;
    }
}
