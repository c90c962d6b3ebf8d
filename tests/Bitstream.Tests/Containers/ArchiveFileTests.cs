using System.Buffers.Binary;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Containers;

public class ArchiveFileTests
{
    [Fact]
    public void EverythingComesBack()
    {
        ArchiveFile read = ArchiveFile.Read(Sample.Write());
        Assert.Equal(Sample.Items.Select(item => item.Name), read.Items.Select(item => item.Name));
        Assert.Equal(Sample.Items.Select(item => item.File?.ToArray()), read.Items.Select(item => item.File?.ToArray()));
        ArchiveChains chains = read.Sets[0];
        Assert.Equal((0x01020304u, 28, 2), (chains.ModelId, chains.Side, chains.Restart));
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8, 9, 10, 11, 12]], Enumerable.Range(0, 2).Select(chain => chains.Intact(chain).ToArray()));
        Assert.Equal((2, 1), (chains.CountOf(0), chains.CountOf(1)));
        Assert.Equal((chains.OffsetOf(0) + 4, chains.OffsetOf(0) + 12), (chains.OffsetOf(1), read.Items[1].Offset));
    }

    [Fact]
    public void AnArchiveOfFilesAloneHasNoChains()
    {
        ArchiveFile read = ArchiveFile.Read(new ArchiveFile([new("a.png", new byte[] { 1 }), new("b.png", Array.Empty<byte>())], [])
            .Write());
        Assert.Empty(read.Sets);
        Assert.Equal([1, 0], read.Items.Select(item => item.File!.Value.Length));
    }

    [Fact]
    public void SetsKeepApart()
    {
        ArchiveItem[] items = [new("a", null, 1), new("b", null, 0), new("c", new byte[] { 9 }), new("d", null, 1), new("e", null, 1)];
        ArchiveFile read = ArchiveFile.Read(new ArchiveFile(items, [new(1, 28, 2, [new byte[] { 1, 2 }]),
            new(0x01020304, 32, 2, [new byte[] { 3 }, new byte[] { 4, 5, 6 }])]).Write());
        Assert.Equal(items.Select(item => (item.Name, item.Set, item.File is null)),
            read.Items.Select(item => (item.Name, item.Set, item.File is null)));
        Assert.Equal([(1u, 28), (0x01020304u, 32)], read.Sets.Select(set => (set.ModelId, set.Side)));
        Assert.Equal([[1, 2], [3], [4, 5, 6]], new[] { read.Sets[0].Intact(0), read.Sets[1].Intact(0),
            read.Sets[1].Intact(1) }.Select(stream => stream.ToArray()));
        Assert.Equal(read.Sets[0].OffsetOf(0) + 2, read.Sets[1].OffsetOf(0));
        Assert.Equal(read.Sets[1].OffsetOf(0) + 4, read.Items[2].Offset);
        Assert.Equal([0, 0, 0, 1, 2], read.Items.Select(item => item.Place));
        Assert.Equal((2, 1), (read.Sets[1].CountOf(0), read.Sets[1].CountOf(1)));
    }

    [Fact]
    public void TheDocumentShowsTheIndex() =>
        Assert.Equal(ArchiveIndex.Of(Sample).Write(), Repository.Bytes("bitstream", "ARCHIVE.md", "vaea"));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u007fb")]
    [InlineData("äb\u0085")]
    [InlineData(" .png")]
    public void NamesThatLeadElsewhereAreRefused(string name)
    {
        Assert.False(ArchiveNames.IsValid(name));
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new ArchiveFile([new(name, new byte[1])], [])
            .Write()).Kind);
    }

    [Fact]
    public void GoodNamesAreNotRefused()
    {
        Assert.All(["a", "a.b.c", ".hidden", "ä漢 1.png", "\u00a0a", new string('x', 255)],
            name => Assert.True(ArchiveNames.IsValid(name)));
        Assert.False(ArchiveNames.IsValid(new string('x', 256)));
        Assert.False(ArchiveNames.IsValid("\ud800"));
        Assert.Equal(["a", "a.b", ".hidden", "x"], new[] { "a.png", "a.b.c", ".hidden", "x." }.Select(ArchiveNames.Stem));
    }

    [Fact]
    public void ArchivesThatCannotBeAreNotWritten()
    {
        ArchiveChains chains = Sample.Sets[0];
        ArchiveFile[] bad =
        [
            new([], []), new([new("a.png", new byte[1]), new("a.jpg", new byte[1])], []), new([new("a", null)], []),
                new([new("a", new byte[1])], [chains]),
            new(Sample.Items, [chains with { Restart = 3 }]), new(Sample.Items, [chains with { Restart = 0 }]),
                new(Sample.Items, [chains with { Side = 0 }]),
            new(Sample.Items, [chains with { Side = 65 }]), new(Sample.Items, [chains, chains]),
                new([.. Sample.Items.Select(item => item with { Set = 1 })], [chains, chains]),
            new([.. Sample.Items.Select(item => item with { Set = 255 })], [.. Enumerable.Repeat(chains, 256)]),
                new([.. Sample.Items.Select(item => item with { Set = -1 })], [chains]),
        ];
        Assert.All(bad, file => Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => file.Write()).Kind));
    }

    [Fact]
    public void WhatIsNoArchiveOfThisVersionIsToldApart()
    {
        byte[] file = Sample.Write();
        Assert.Equal(VaeCodecErrorKind.NotVaec, Kind([]));
        Assert.Equal(VaeCodecErrorKind.NotVaec, Kind([.. "VAEC"u8, .. file[4..]]));
        Assert.Equal(VaeCodecErrorKind.Unsupported, Kind([.. file[..4], 3, .. file[5..]]));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Kind([.. file, 0]));
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(() => ArchiveFile.Read(file, maxItems: 3)).Kind);
    }

    [Fact]
    public void EveryCutIsFound()
    {
        byte[] file = Sample.Write();
        for (int length = 1; length < file.Length; length++) Assert.Equal(VaeCodecErrorKind.Truncated, Kind(file[..length]));
    }

    [Fact]
    public void ADamagedChainIsFoundWhenItIsUsed()
    {
        byte[] file = Sample.Write();
        ArchiveChains chains = ArchiveFile.Read(file).Sets[0];
        file[chains.OffsetOf(1)] ^= 1;
        chains = ArchiveFile.Read(file).Sets[0];
        Assert.Equal(4, chains.Intact(0).Length);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => chains.Intact(1)).Kind);
    }

    [Fact]
    public void MutationsGiveAnArchiveOrAnErrorAndNothingElse()
    {
        var random = new SplitMix64(6);
        byte[] original = Sample.Write(), index = ArchiveIndex.Of(Sample).Write();
        int sound = 0;
        for (int round = 0; round < 30_000; round++)
        {
            byte[] changed = [.. round % 2 == 0 ? index : original];
            for (int changes = 1 + random.Below(3); changes > 0; changes--) changed[random.Below(changed.Length)] = (byte)random.Next();
            if (random.Below(4) == 0) changed = changed[..random.Below(changed.Length)];
            byte[] file = round % 2 == 0 ? Around(changed) : changed;
            try
            {
                sound += ArchiveFile.Read(file).Items.Count > 0 ? 1 : 0;
            }
            catch (VaeCodecException e)
            {
                Assert.True(e.Kind is VaeCodecErrorKind.NotVaec or VaeCodecErrorKind.Unsupported or VaeCodecErrorKind.Corrupt
                    or VaeCodecErrorKind.Truncated or VaeCodecErrorKind.LimitExceeded, e.ToString());
            }
        }

        Assert.True(sound > 100, "mutations hardly get past the checksum");
    }

    internal static ArchiveFile Sample { get; } = new(
        [new("one.png", null), new("one two.jpg", new byte[] { 21, 22, 23 }), new("one three", null), new("other.png", null)],
        [new(0x01020304, 28, 2, [new byte[] { 1, 2, 3, 4 }, new byte[] { 5, 6, 7, 8, 9, 10, 11, 12 }])]);

    private static VaeCodecErrorKind Kind(byte[] file) => Assert.Throws<VaeCodecException>(() => ArchiveFile.Read(file)).Kind;

    [Fact]
    public void AnIndexThatDoesNotUnpackIsCorrupt()
    {
        byte[] index = ArchiveIndex.Of(Sample).Write();
        Assert.Equal(4, ArchiveFile.Read(Around(index)).Items.Count);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Kind(Around(index, declared: index.Length - 1)));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Kind(Around(index, declared: index.Length + 1)));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Kind(Around(index, declared: 1 << 26)));
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Kind(Around(index, declared: (1 << 26) + 1)));
    }

    /// <summary>The sample with another index, its checksum included.</summary>
    private static byte[] Around(byte[] index, int? declared = null)
    {
        byte[] packed = Zlib.Pack(index);
        ByteWriter writer = new(100);
        writer.Varint((uint)(declared ?? index.Length));
        writer.Varint((uint)packed.Length);
        writer.Bytes(packed);
        byte[] head = [.. "VAEA"u8, 1], sizes = writer.ToArray(), crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32C.Append(Crc32C.Compute(head), sizes));
        return [.. head, .. crc, .. sizes, .. Sample.Write()[^15..]];
    }
}
