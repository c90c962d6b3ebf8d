namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// From a slot to its symbol in two levels: the bucket slot / 256 names the interval in which the bucket begins, and a few steps lead on
/// from there. All tables take 64 KB this way, where one entry for each slot would take 10 MB.
/// </summary>
internal static class DecodeTables
{
    /// <summary>At 256 * scale + slot / 256: an index into <see cref="TableLayout.Intervals"/>.</summary>
    internal static readonly ushort[] Buckets = BuildBuckets();

    /// <summary>The index into <see cref="TableLayout.Intervals"/> of the symbol that holds a slot.</summary>
    internal static int Find(int scale, uint slot)
    {
        int index = Buckets[(scale << 8) + (int)(slot >> 8)];
        while (slot - TableLayout.Intervals[index].Start >= TableLayout.Intervals[index].Freq) index++;
        return index;
    }

    private static ushort[] BuildBuckets()
    {
        ushort[] buckets = new ushort[ScaleTables.Count << 8];
        for (int scale = 0; scale < ScaleTables.Count; scale++)
        {
            int index = TableLayout.Ranges[scale].First;
            for (uint bucket = 0; bucket < 256; bucket++)
            {
                uint slot = bucket << 8;
                while (slot - TableLayout.Intervals[index].Start >= TableLayout.Intervals[index].Freq) index++;
                buckets[(scale << 8) + (int)bucket] = (ushort)index;
            }
        }

        return buckets;
    }
}
