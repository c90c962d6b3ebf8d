using System.Globalization;
using System.Text;

namespace VaeCodec.Tool.Reports;

/// <summary>The images of an archive that are held in one way by one model.</summary>
internal sealed record ArchivePartReport(string Kind, string? Model, int Pictures, double Bytes);

/// <summary>What <c>info</c> prints of an archive; <c>archive list</c> has every image.</summary>
internal sealed record ArchiveInfoReport(string File, string Status, int Version, int Pictures, long FileBytes,
    IReadOnlyList<ArchivePartReport> Parts)
{
    /// <summary>Collects it, an entry at a time.</summary>
    public static ArchiveInfoReport From(string file, VaeArchive archive, long fileBytes)
    {
        var parts = new OrderedDictionary<(VaeArchiveKind Kind, ModelId? Model), (int Pictures, double Bytes)>();
        foreach (VaeArchiveEntry entry in archive.Entries)
        {
            (int pictures, double bytes) = parts.GetValueOrDefault((entry.Kind, entry.Model));
            parts[(entry.Kind, entry.Model)] = (pictures + 1, bytes + entry.Bytes);
        }

        return new(Printable.Name(file), UndoneReport.Ok, archive.Version, archive.Entries.Count, fileBytes,
            [.. parts.Select(part => new ArchivePartReport(ArchiveListReport.NameOf(part.Key.Kind), part.Key.Model?.ToString(),
                part.Value.Pictures, Math.Round(part.Value.Bytes, 1)))]);
    }

    private static readonly string s_plain = ArchiveListReport.NameOf(VaeArchiveKind.Plain);

    /// <summary>The same for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        string images = Pictures == 1 ? "1 image" : $"{Pictures} images";
        text.Append(culture, $"{InputFile.Display(File)}: .vaea version {Version}, {images}, {FileBytes} bytes");
        foreach (ArchivePartReport part in Parts)
        {
            string model = part.Model is { } known ? $"model {known}"
                : part.Kind == s_plain ? "no model" : "no model, or its header cannot be read";
            text.AppendLine().Append(culture,
                $"{part.Kind,-10} {part.Pictures} {(part.Pictures == 1 ? "image" : "images")}, {part.Bytes:0.#} bytes, {model}");
        }

        return text.ToString();
    }
}
