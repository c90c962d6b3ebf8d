using System.Collections;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Bitstream.Tests.Containers;

/// <summary>An archive's index is read with work and memory in proportion to its pictures, however long its names are and many its
/// chains.</summary>
public class ArchiveCostTests
{
    /// <summary>What each picture may take while its name is looked at: the name and its stem, as text, and what finds two of one
    /// stem.</summary>
    private const int MostPerPicture = 2 * 2 * (2 * ArchiveNames.MaxBytes) + 400;

    [Theory]
    [InlineData(1000)]
    [InlineData(2000)]
    [InlineData(4000)]
    [InlineData(8000)]
    [InlineData(16_000)]
    public void LongNamesAreNotKept(int pictures)
    {
        byte[] file = new ArchiveFile([.. Enumerable.Range(0, pictures).Select(i => new ArchiveItem(NameOf(i), Array.Empty<byte>()))], [])
            .Write();
        long before = GC.GetAllocatedBytesForCurrentThread();
        ArchiveFile archive = ArchiveFile.Read(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + ((long)MostPerPicture * pictures));
        Assert.Equal(NameOf(pictures - 1), archive.Items[pictures - 1].Name);
        Assert.Equal(NameOf(17), archive.Items[17].Name);
        Assert.NotSame(archive.Items[17].Name, archive.Items[17].Name);

        static string NameOf(int i) => new string('a', 240) + $"{i}.png";
    }

    [Fact]
    public void NamesOfAllLengthsComeBack()
    {
        string[] names = [.. Enumerable.Range(0, 200).Select(i => new string((char)('a' + (i % 3)), (i * 7 % 90) + 1) + $"ä{i}.png")];
        ArchiveFile archive = ArchiveFile.Read(new ArchiveFile([.. names.Select(name => new ArchiveItem(name, new byte[1]))], []).Write());
        Assert.Equal(names, archive.Items.Select(item => item.Name));
        Assert.Equal(names.Reverse(), Enumerable.Range(0, 200).Select(i => archive.Items[199 - i].Name));
        Assert.Throws<ArgumentOutOfRangeException>(() => archive.Items[200]);
    }

    [Fact]
    public void ThePlaceOfAChainIsLookedUp()
    {
        var chains = new ArchiveChains(1, 28, 1, new Untouchable()) { Starts = [5, 9, 9] };
        Assert.Equal([5, 9, 9], Enumerable.Range(0, 3).Select(chains.OffsetOf));
    }

    [Fact]
    public void ReadingIsCancelled()
    {
        byte[] file = ArchiveFileTests.Sample.Write();
        Assert.Throws<OperationCanceledException>(() => ArchiveFile.Read(file, cancellationToken: new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => ArchiveIndex.Read(ArchiveIndex.Of(ArchiveFileTests.Sample).Write(), 4,
            new CancellationToken(true)));
    }

    /// <summary>Streams that must not be gone through.</summary>
    private sealed class Untouchable : IReadOnlyList<ReadOnlyMemory<byte>>
    {
        public int Count => 3;

        public ReadOnlyMemory<byte> this[int index] => throw new InvalidOperationException();

        public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator() => throw new InvalidOperationException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
