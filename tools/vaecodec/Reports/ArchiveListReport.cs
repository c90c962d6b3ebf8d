using System.Globalization;
using System.Text;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>archive list</c> prints of one image. Of a chained one, the offset is that of its chain, and bytes and bits are its
/// share of it.</summary>
internal sealed record ArchiveEntryReport(string Name, int Width, int Height, int Channels, string Kind, string? Model, long Offset,
    double Bytes, double Bits);

/// <summary>What <c>archive list</c> prints.</summary>
internal sealed class ArchiveListReport(VaeArchive archive)
{
    /// <summary>The images, in their order.</summary>
    public IReadOnlyList<ArchiveEntryReport> Entries { get; } = [.. archive.Entries.Select(entry => new ArchiveEntryReport(
        entry.Name, entry.Width, entry.Height, entry.Channels, NameOf(entry.Kind), entry.Model?.ToString(), entry.Offset,
        Math.Round(entry.Bytes, 1), Math.Round(8 * entry.Bytes, 1)))];

    /// <summary>What a kind is called.</summary>
    public static string NameOf(VaeArchiveKind kind) => kind switch
    {
        VaeArchiveKind.BitsBack => "bits-back",
        VaeArchiveKind.Plain => "plain",
        _ => "vaec",
    };

    /// <summary>A line for each.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"size",14}  {"kind",-9}  {Pad("model")}  {"offset",10}  {"bytes",11}  name");
        foreach (ArchiveEntryReport entry in Entries)
        {
            string size = string.Create(CultureInfo.InvariantCulture, $"{entry.Width} x {entry.Height} x {entry.Channels}");
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"{size,14}  {entry.Kind,-9}  {Pad(entry.Model ?? "-")}  {entry.Offset,10}  {entry.Bytes,11:0.#}  "
                    + $"{Printable.Name(entry.Name)}");
        }

        return text.ToString();

        string Pad(string model) => model.PadRight(Entries.Max(entry => entry.Model?.Length ?? 0));
    }
}
