using System.Globalization;
using VaeCodec.Archives;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>archive pack --json</c> prints. Bits per dimension are those of the chains' pixels, without the initial bits; null where there is no chain.</summary>
internal sealed record ArchivePackReport(int Pictures, int Chained, long Bytes, long IndexBytes, long StoredBytes, long ChainBits, long InitialBits,
    double? ChainBitsPerDim, double PackMs)
{
    /// <summary>Collects it.</summary>
    public static ArchivePackReport From(VaeArchiveSummary summary, TimeSpan time)
        => new(summary.Pictures, summary.Chained, summary.Bytes.Length, summary.IndexBytes, summary.StoredBytes, summary.ChainBits, summary.InitialBits,
            summary.Chained == 0 ? null : summary.ChainBits / (double)summary.ChainedPixels, time.TotalMilliseconds);

    /// <summary>The same for people.</summary>
    public string ToText(string name) => string.Create(CultureInfo.InvariantCulture,
        $"{name}: {Pictures} {(Pictures == 1 ? "image" : "images")}, {Bytes} bytes: {Pictures - Chained} as .vaec ({StoredBytes} bytes), {Chained} chained ({(ChainBits + InitialBits) / 8} bytes{(ChainBitsPerDim is { } bits ? $", {bits:F4} bits per pixel and {InitialBits} initial bits" : "")}), index {IndexBytes} bytes");
}
