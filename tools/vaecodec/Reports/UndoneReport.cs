using System.Text.Json;
using System.Text.Json.Serialization;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Reports;

/// <summary>What <c>--json</c> prints of an input that nothing was made of: it failed, was not come to, or its output exists and was
/// left.</summary>
internal sealed record UndoneReport(string File,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Output, string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error, IReadOnlyList<string> Warnings)
{
    /// <summary>What the status of an output that was made is called.</summary>
    public const string Ok = "ok";

    /// <summary>Of an output that is there already.</summary>
    public static string Skipped(Job job)
        => ToJson(new(Printable.Name(job.Input.Name), Printable.Name(job.Output.Name), "skipped", null, []));

    /// <summary>Of an input that was not done when the command was stopped.</summary>
    public static string Cancelled(Job job) => Cancelled(job.Input.Name, Printable.Name(job.Output.Name));

    /// <summary>The same, of an input that has no output.</summary>
    public static string Cancelled(string input, string? output = null)
        => ToJson(new(Printable.Name(input), output, "cancelled", null, []));

    /// <summary>Of an input that cannot be converted.</summary>
    public static string Failed(Job job, string error, IReadOnlyList<string> warnings)
        => Failed(job.Input.Name, Printable.Name(job.Output.Name), error, warnings);

    /// <summary>Of an input that cannot be looked into.</summary>
    public static string Failed(string input, string? output, string error, IReadOnlyList<string> warnings)
        => ToJson(new(Printable.Name(input), output, "failed", error, warnings));

    private static string ToJson(UndoneReport report) => JsonSerializer.Serialize(report, ReportContext.Default.UndoneReport);
}
