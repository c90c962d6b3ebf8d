using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>What a hostile archive may cost: every chain is decoded once, whether it can be or not.</summary>
public sealed class ArchiveCostTests
{
    private const int Pictures = 12;

    private readonly int _thread = Environment.CurrentManagedThreadId;

    [Theory]
    [InlineData(2)] // a word of the bottom, which only shows when all of the chain is decoded
    [InlineData(-1)] // the checksum alone
    public void AChainThatFailsIsDecodedOnce(int damage)
    {
        var archive = new VaeArchive(Damaged(damage));
        long first = Failing(archive, 0, out string why);
        for (int i = 1; i < Pictures; i++)
        {
            Assert.InRange(Failing(archive, i, out string again), 0, Math.Max(4000, first / 10));
            Assert.Equal(why, again);
        }
    }

    [Fact]
    public void WhatCannotBeDecodedIsToldWithoutAnException()
    {
        ArchiveFile sound = ArchiveFile.Read(Damaged(-1));
        ArchiveItem[] files = [.. Enumerable.Range(0, 1000).Select(i => new ArchiveItem($"file {i}", Array.Empty<byte>()))];
        var archive = new VaeArchive(new ArchiveFile([.. sound.Items, .. files],
            [sound.Sets[0] with { Streams = [Array.Empty<byte>()] }]).Write());
        int thrown = 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        VaeCodecException?[] failures = [.. Enumerable.Range(0, archive.Entries.Count).Select(i =>
        {
            Assert.False(archive.TryDecode(i, out PixelImage? image, out VaeCodecException? failure));
            Assert.Null(image);
            return failure;
        })];
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        Assert.Equal(2, failures.Distinct().Count());
        Assert.InRange(thrown, 2, 10);
        Assert.Equal(failures[0]!.Message, Assert.Throws<VaeCodecException>(() => archive.Decode(1)).Message);
        Assert.Equal(failures[^1]!.Message, Assert.Throws<VaeCodecException>(() => archive.Decode(Pictures)).Message);

        void Count(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e)
            => thrown += Environment.CurrentManagedThreadId == _thread ? 1 : 0;
    }

    [Fact]
    public void AnotherChainIsTriedAnew()
    {
        byte[] archive = Archive(restart: Pictures / 2);
        ArchiveChains chains = ArchiveFile.Read(archive).Sets[0];
        archive[chains.OffsetOf(0)] ^= 1;
        var opened = new VaeArchive(archive);
        Assert.Throws<VaeCodecException>(() => opened.Decode(0));
        Assert.Equal(Strokes.Picture(Pictures - 1).Pixels, opened.Decode(Pictures - 1).Pixels);
        Assert.Throws<VaeCodecException>(() => opened.Decode(1));
    }

    [Fact]
    public void WhatWasCancelledIsNotTakenForDamaged()
    {
        var archive = new VaeArchive(Archive(Pictures));
        Assert.ThrowsAny<OperationCanceledException>(() => archive.Decode(0, null, new CancellationToken(true)));
        Assert.Equal(Strokes.Picture(0).Pixels, archive.Decode(0).Pixels);
    }

    [Fact]
    public async Task OpeningIsCancelled()
    {
        byte[] file = Archive(Pictures);
        Assert.Throws<OperationCanceledException>(() => new VaeArchive(file, null, new CancellationToken(true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => VaeArchive.OpenAsync(new MemoryStream(file), null,
            new CancellationToken(true)));
        VaeArchive opened = await VaeArchive.OpenAsync(new TrickleStream(file));
        Assert.Equal(new VaeArchive(file).Entries, opened.Entries);
        Assert.Equal(Strokes.Picture(3).Pixels, opened.Decode(3).Pixels);
    }

    /// <summary>2^20 pixels are always allowed, as for blocks of thin pictures.</summary>
    [Fact]
    public void AChainOverTheLimitIsRefusedBeforeItIsDecoded()
    {
        const int pictures = (1 << 20) / 784;
        byte[] sound = Claiming(pictures), large = Claiming(pictures + 1);
        Assert.Equal(VaeCodecErrorKind.Truncated, KindOf(sound, 1));
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, KindOf(large, 1));
        Assert.Equal(VaeCodecErrorKind.Truncated, KindOf(large, 784 * (pictures + 1)));

        static VaeCodecErrorKind KindOf(byte[] file, long limit)
            => Assert.Throws<VaeCodecException>(() => new VaeArchive(file, new() { MaxPixels = limit }).Decode(0)).Kind;
    }

    /// <summary>An archive with one chain of so many pictures and no bytes.</summary>
    private static byte[] Claiming(int pictures)
    {
        ArchiveFile file = ArchiveFile.Read(Archive(Pictures));
        return new ArchiveFile([.. Enumerable.Range(0, pictures).Select(i => new ArchiveItem($"{i}", null))],
            [file.Sets[0] with { Restart = pictures, Streams = [Array.Empty<byte>()] }]).Write();
    }

    private static long Failing(VaeArchive archive, int entry, out string why)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        why = Assert.Throws<VaeCodecException>(() => archive.Decode(entry)).Message;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Archive(int restart)
    {
        var writer = new VaeArchiveWriter(new() { Restart = restart });
        for (int i = 0; i < Pictures; i++)
            writer.Add($"{i}.png", Strokes.Picture(i));
        return writer.Finish().Bytes;
    }

    /// <summary>An archive of one chain, with a byte of it changed and its checksum made good; only the checksum is wrong for -1.</summary>
    private static byte[] Damaged(int at)
    {
        byte[] archive = Archive(Pictures);
        ArchiveFile file = ArchiveFile.Read(archive);
        if (at < 0)
        {
            archive[file.Sets[0].OffsetOf(0)] ^= 1;
            return archive;
        }

        byte[] stream = file.Sets[0].Streams[0].ToArray();
        stream[at] ^= 1;
        return new ArchiveFile(file.Items, [file.Sets[0] with { Streams = [stream] }]).Write();
    }
}
