using System.Text.Json.Serialization.Metadata;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace VaeCodec.Tool.Reports;

/// <summary>Reports as JSON on stdout: an object for one input, an array for several.</summary>
internal static class JsonOutput
{
    /// <summary>Writes the reports of all inputs that succeeded; nothing where a single one failed. Each is written as it comes, so that
    /// there may be any number.</summary>
    public static void Write<T>(IEnumerable<T> reports, JsonTypeInfo<T> type, bool asArray)
    {
        using StreamWriter output = StandardLines.Open();
        if (!asArray)
        {
            foreach (T report in reports)
                output.WriteLine(JsonSerializer.Serialize(report, type));
            return;
        }

        string before = "[";
        foreach (T report in reports)
        {
            output.Write(before);
            output.Write(JsonSerializer.Serialize(report, type));
            before = ",\n ";
        }

        output.WriteLine(before == "[" ? "[]" : "]");
    }
}

/// <summary>Serialisers made at compile time: a command has no time for reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EncodeReport))]
[JsonSerializable(typeof(DecodeReport))]
[JsonSerializable(typeof(InfoReport))]
[JsonSerializable(typeof(ArchiveInfoReport))]
[JsonSerializable(typeof(ArchivePackReport))]
[JsonSerializable(typeof(ArchiveEntryReport))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(ModelCheckReport))]
[JsonSerializable(typeof(ModelPlaceReport))]
internal sealed partial class ReportContext : JsonSerializerContext;
