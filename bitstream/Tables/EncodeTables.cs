namespace VaeCodec.Bitstream.Tables;

/// <summary>What the encoder needs of one symbol.</summary>
/// <param name="Reciprocal">
/// floor((2^64 - 1) / Freq), which is at least 2^64 / Freq - 1: so the high half of
/// x * Reciprocal is floor(x / Freq) or one less for every x below 2^64, and one comparison puts it right.
/// </param>
/// <param name="Start">The first slot.</param>
/// <param name="Freq">The number of slots.</param>
internal readonly record struct EncodeEntry(ulong Reciprocal, ushort Start, ushort Freq);

/// <summary>The intervals with their reciprocals, at the indices of <see cref="TableLayout.Intervals"/>.</summary>
internal static class EncodeTables
{
    internal static readonly EncodeEntry[] Entries = Array.ConvertAll(
        TableLayout.Intervals,
        interval => new EncodeEntry(ulong.MaxValue / interval.Freq, interval.Start, interval.Freq));
}
