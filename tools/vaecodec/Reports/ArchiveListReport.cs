using System.Globalization;
using System.Text;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>archive list</c> prints of one image. Of a chained one, the offset is that of its chain, and bytes and bits are its
/// share of it.</summary>
internal sealed record ArchiveEntryReport(string Name, int Width, int Height, int Channels, string Kind, string? Model, long Offset,
    double Bytes, double Bits);

/// <summary>What <c>archive list</c> prints; each line is made as it is read.</summary>
internal sealed class ArchiveListReport(VaeArchive archive)
{
    /// <summary>The images, in their order.</summary>
    public IEnumerable<ArchiveEntryReport> Entries => archive.Entries.Select(entry => new ArchiveEntryReport(
        entry.Name, entry.Width, entry.Height, entry.Channels, NameOf(entry.Kind), entry.Model?.ToString(), entry.Offset,
        Math.Round(entry.Bytes, 1), Math.Round(8 * entry.Bytes, 1)));

    /// <summary>What a kind is called.</summary>
    public static string NameOf(VaeArchiveKind kind) => kind switch
    {
        VaeArchiveKind.BitsBack => "bits-back",
        VaeArchiveKind.Plain => "plain",
        _ => "vaec",
    };

    /// <summary>A heading and a line for each, all in the same builder: there may be hundreds of thousands.</summary>
    public IEnumerable<StringBuilder> Lines()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        StringBuilder line = new(), size = new();
        yield return line.Append(culture, $"{"size",14}  {"kind",-9}  {"model",-31}  {"offset",10}  {"bytes",11}  name");
        foreach (VaeArchiveEntry entry in archive.Entries)
        {
            size.Clear().Append(culture, $"{entry.Width} x {entry.Height} x {entry.Channels}");
            yield return line.Clear().Append(' ', Math.Max(0, 14 - size.Length)).Append(size).Append(culture,
                $"  {NameOf(entry.Kind),-9}  {entry.Model?.ToString() ?? "-",-31}  {entry.Offset,10}  {Math.Round(entry.Bytes, 1),11}  ")
                .Append(Printable.Name(entry.Name));
        }
    }
}
