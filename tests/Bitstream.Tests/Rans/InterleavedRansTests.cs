using FsCheck;
using FsCheck.Fluent;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Rans;

public class InterleavedRansTests
{
    [Fact]
    public void SymbolsComeBackForward() => Prop.ForAll(RandomTable.Any(), table =>
    {
        var decoder = new InterleavedRansDecoder(Encode(table));
        for (int i = 0; i < table.Symbols.Length; i++)
        {
            int popped = table.Find(decoder.Peek(i & 1));
            if (popped != table.Symbols[i]) return false;
            decoder.Drop(i & 1, table.Start(popped), table.Freq(popped));
        }

        decoder.Finish();
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void NothingTakesNothing()
    {
        byte[] payload = new InterleavedRansEncoder().Finish();
        Assert.Empty(payload);
        new InterleavedRansDecoder(payload).Finish();
    }

    [Fact]
    public void AnUnusedLaneTakesNothing()
    {
        var encoder = new InterleavedRansEncoder();
        encoder.Push(0, 5, 100);
        byte[] payload = encoder.Finish();
        Assert.Equal(8, payload.Length);
        var decoder = new InterleavedRansDecoder(payload);
        decoder.Drop(0, 5, 100);
        decoder.Finish();
    }

    [Fact]
    public void AnEncoderIsEmptyAfterFinish()
    {
        var encoder = new InterleavedRansEncoder();
        encoder.PushBits(1, 0x1234, 16);
        byte[] first = encoder.Finish();
        encoder.PushBits(1, 0x1234, 16);
        Assert.Equal(first, encoder.Finish());
        Assert.Empty(encoder.Finish());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(15)]
    public void HalfAStateIsTruncation(int length)
    {
        byte[] payload = [.. Enumerable.Repeat((byte)0xFF, length)];
        Assert.Equal(VaeCodecErrorKind.Truncated, Assert.Throws<VaeCodecException>(() => new InterleavedRansDecoder(payload)).Kind);
    }

    [Fact]
    public void AStateBelowItsBoundIsCorruptAndNamed()
    {
        byte[] payload = [0, 0, 0, 0, 1, 0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 0];
        var error = Assert.Throws<VaeCodecException>(() => new InterleavedRansDecoder(payload, 1000));
        Assert.Equal((VaeCodecErrorKind.Corrupt, 1008L), (error.Kind, error.Offset));
    }

    [Fact]
    public void BytesLeftOverAreCorrupt()
    {
        var decoder = new InterleavedRansDecoder(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 77 });
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(decoder.Finish).Kind);
    }

    [Fact]
    public void AnotherFinalStateIsCorrupt()
    {
        var decoder = new InterleavedRansDecoder(new byte[] { 1, 0, 0, 0, 1, 0, 0, 0 });
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(decoder.Finish).Kind);
    }

    [Fact]
    public void AThirdLaneIsRefused()
    {
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new InterleavedRansEncoder()
            .Push(2, 0, 1)).Kind);
        Assert.Equal(
            VaeCodecErrorKind.BadArgument,
            Assert.Throws<VaeCodecException>(() => new InterleavedRansDecoder(default).Drop(-1, 0, 1)).Kind);
    }

    private static byte[] Encode(RandomTable table)
    {
        var encoder = new InterleavedRansEncoder();
        for (int i = table.Symbols.Length - 1; i >= 0; i--) encoder.Push(i & 1, table.Start(table.Symbols[i]),
            table.Freq(table.Symbols[i]));
        return encoder.Finish();
    }
}
