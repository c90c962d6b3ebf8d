using FsCheck;
using FsCheck.Fluent;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Rans;

public class LatentCoderTests
{
    [Fact]
    public void RandomLayersRoundTrip() => Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), Gen.Choose(0, 40).ArrayOf().ToArbitrary(),
        (seed, sizes) =>
    {
        var random = new SplitMix64(seed);
        Layer[] layers = [.. sizes.Select(size => Layer.Draw(random, size))];
        Layer.AssertDecodes(Layer.Encode(layers), layers);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnySymbolsUnderAnyScalesRoundTrip() => Prop.ForAll(
        Gen.Choose(-SymbolGrid.MaxMagnitude, SymbolGrid.MaxMagnitude).ArrayOf().ToArbitrary(),
        ArbMap.Default.ArbFor<ulong>(),
        (symbols, seed) =>
        {
            var layer = new Layer(symbols, Layer.Draw(new SplitMix64(seed), symbols.Length).Scales);
            Layer.AssertDecodes(Layer.Encode(layer), layer);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EveryScaleCodesTheEdgesOfItsTableAndOfTheEscape()
    {
        int[] magnitudes = [0, 1, 2, 7, 255, 65535, 65536, 65537, SymbolGrid.MaxMagnitude - 1, SymbolGrid.MaxMagnitude];
        for (int scale = 0; scale < ScaleTables.Count; scale++)
        {
            int support = ScaleTables.Support(scale);
            int[] symbols = [.. magnitudes.Concat([support, support + 1, support + 2]).SelectMany(m => new[] { m, -m })];
            var layer = new Layer(symbols, [.. Enumerable.Repeat((byte)scale, symbols.Length)]);
            Layer.AssertDecodes(Layer.Encode(layer), layer);
        }
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_001)]
    public void LayersOfManyBlocksRoundTrip(int count)
    {
        var random = new SplitMix64((ulong)count);
        Layer[] layers = [Layer.Draw(random, 3), Layer.Draw(random, count), Layer.Draw(random, count / 2, 0, 20)];
        Layer.AssertDecodes(Layer.Encode(layers), layers);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 20)]
    [InlineData(20, 40)]
    [InlineData(40, 60)]
    [InlineData(60, 80)]
    [InlineData(0, 80)]
    public void TheSizeIsWhatBitsSays(int lowest, int highest)
    {
        Layer layer = Layer.Draw(new SplitMix64(5), 100_000, lowest, highest);
        double estimate = ScaleTables.Bits(layer.Symbols, layer.Scales) / 8;
        Assert.InRange(Layer.Encode(layer).Length, estimate * 0.995, (estimate * 1.005) + 24);
    }

    [Fact]
    public void LayersWithoutInformationTakeSixteenBytes()
    {
        var layer = new Layer(new int[10_000], new byte[10_000]);
        byte[] payload = Layer.Encode(layer, layer);
        Assert.Equal(16, payload.Length);
        Layer.AssertDecodes(payload, layer, layer);
        Assert.Empty(Layer.Encode(new Layer([], [])));
    }

    [Fact]
    public void TheFirstLayersCanBeHadAlone()
    {
        var random = new SplitMix64(9);
        Layer[] layers = [Layer.Draw(random, 50), Layer.Draw(random, 500)];
        var decoder = new LatentDecoder(Layer.Encode(layers));
        int[] symbols = new int[50];
        decoder.Pop(symbols, layers[0].Scales);
        Assert.Equal(layers[0].Symbols, symbols);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(decoder.Finish).Kind);
    }

    [Theory]
    [InlineData(SymbolGrid.MaxMagnitude + 1)]
    [InlineData(-SymbolGrid.MaxMagnitude - 1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(1 << 30)]
    public void LargerSymbolsAreRefused(int symbol) => Assert.Equal(
        VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => Layer.Encode(new Layer([0, symbol], [3, 80]))).Kind);

    [Fact]
    public void OtherScalesAndLengthsAreRefused()
    {
        Layer[] bad = [new([0, 0], [80, 81]), new([0], [255]), new([0], []), new([], [0])];
        foreach (Layer layer in bad)
        {
            Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => Layer.Encode(layer)).Kind);
            var decoder = new LatentDecoder(default);
            Assert.Equal(
                VaeCodecErrorKind.BadArgument,
                Assert.Throws<VaeCodecException>(() => decoder.Pop(new int[layer.Symbols.Length], layer.Scales)).Kind);
        }
    }
}
