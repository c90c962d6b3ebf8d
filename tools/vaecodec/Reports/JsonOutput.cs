using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VaeCodec.Tool.Reports;

/// <summary>Reports as JSON on stdout: an object for one input, an array for several.</summary>
internal static class JsonOutput
{
    /// <summary>Writes reports.</summary>
    public static void Write<T>(IEnumerable<T> reports, JsonTypeInfo<T> type, bool asArray)
        => Write(reports.Select(report => JsonSerializer.Serialize(report, type)), asArray);

    /// <summary>Writes reports that are JSON already, each as it comes, so that there may be any number.</summary>
    public static void Write(IEnumerable<string> reports, bool asArray)
        => StandardOutput.WriteLines(asArray ? Array(reports) : reports);

    private static IEnumerable<string> Array(IEnumerable<string> reports)
    {
        string? before = null;
        foreach (string report in reports)
        {
            if (before is not null)
                yield return before + ",";
            before = (before is null ? "[" : " ") + report;
        }

        yield return before is null ? "[]" : before + "]";
    }
}

/// <summary>Serialisers made at compile time: a command has no time for reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EncodeReport))]
[JsonSerializable(typeof(DecodeReport))]
[JsonSerializable(typeof(UndoneReport))]
[JsonSerializable(typeof(InfoReport))]
[JsonSerializable(typeof(ArchiveInfoReport))]
[JsonSerializable(typeof(ArchivePackReport))]
[JsonSerializable(typeof(ArchiveEntryReport))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(ModelCheckReport))]
[JsonSerializable(typeof(ModelPlaceReport))]
internal sealed partial class ReportContext : JsonSerializerContext;
