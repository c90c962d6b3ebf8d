namespace VaeCodec.Tool.Files;

/// <summary>In which order the images of an archive are decoded: those of a chain one after the other, because decoding one decodes its
/// whole chain, of which only the last is kept.</summary>
internal static class ArchivePlaces
{
    /// <summary>The places of all entries.</summary>
    public static int[] ByChain(VaeArchive archive) => ByChain(archive, Enumerable.Range(0, archive.Entries.Count));

    /// <summary>Some of them; those of one chain, and of equal offsets, stay in their order.</summary>
    public static int[] ByChain(VaeArchive archive, IEnumerable<int> places) => [.. places.OrderBy(place => archive.Entries[place].Offset)];
}
