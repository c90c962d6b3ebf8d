namespace VaeCodec.Tool.Files;

/// <summary>In which order the images of an archive are decoded: those of a chain one after the other, because decoding one decodes its
/// whole chain, of which only the last is kept.</summary>
internal static class ArchivePlaces
{
    /// <summary>The places of all entries.</summary>
    public static int[] ByChain(VaeArchive archive) => ByChain(archive, Enumerable.Range(0, archive.Entries.Count));

    /// <summary>Some of them; those of one chain, and of equal offsets, stay in their order.</summary>
    public static int[] ByChain(VaeArchive archive, IEnumerable<int> places)
    {
        int[] sorted = [.. places];
        long[] offsets = [.. sorted.Select(place => archive.Entries[place].Offset)];
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
                return [.. sorted.Zip(offsets).OrderBy(pair => pair.Second).Select(pair => pair.First)];
        }

        return sorted; // as all are that have one way of coding
    }
}
