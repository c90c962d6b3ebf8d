using System.Globalization;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>archive pack --json</c> prints of the images that are chained in one way, with a model or, if it is null, without. Bits
/// per dimension are those of their pixels, without the initial bits.</summary>
internal sealed record ArchiveChainsReport(string? Model, int Pictures, long ChainBits, long InitialBits, double ChainBitsPerDim)
{
    /// <summary>Collects it.</summary>
    public static ArchiveChainsReport From(VaeArchiveChains chains) =>
        new(chains.Model?.ToString(), chains.Pictures, chains.Bits, chains.InitialBits, chains.Bits / (double)chains.Pixels);
}

/// <summary>What <c>archive pack --json</c> prints. Bits per dimension are those of all chains' pixels, without the initial bits; null
/// where there is no chain.</summary>
internal sealed record ArchivePackReport(int Pictures, int Chained, long Bytes, long IndexBytes, long StoredBytes, long ChainBits,
    long InitialBits,
    double? ChainBitsPerDim, IReadOnlyList<ArchiveChainsReport> Chains, double PackMs, IReadOnlyList<string> Warnings)
{
    /// <summary>Collects it.</summary>
    public static ArchivePackReport From(VaeArchiveSummary summary, IReadOnlyList<string> warnings, TimeSpan time)
        => new(summary.Pictures, summary.Chained, summary.Bytes.Length, summary.IndexBytes, summary.StoredBytes, summary.ChainBits,
            summary.InitialBits,
            summary.Chained == 0 ? null : summary.ChainBits / (double)summary.ChainedPixels,
                [.. summary.Chains.Select(ArchiveChainsReport.From)], time.TotalMilliseconds, warnings);

    /// <summary>The same for people.</summary>
    public string ToText(string name)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string images = $"{Pictures} {(Pictures == 1 ? "image" : "images")}",
            stored = string.Create(culture, $"{Pictures - Chained} as .vaec ({StoredBytes} bytes)");
        IEnumerable<string> chained = Chains.Select(chains => string.Create(culture,
            $", {chains.Pictures} chained {(chains.Model is null ? "without a model" : $"with {chains.Model}")} "
                + $"({(chains.ChainBits + chains.InitialBits) / 8} bytes, "
                + $"{chains.ChainBitsPerDim:F4} bits per pixel and {chains.InitialBits} initial bits)"));
        return string.Create(culture, $"{name}: {images}, {Bytes} bytes: {stored}{string.Concat(chained)}, index {IndexBytes} bytes");
    }
}
