using System.Text.Json.Serialization;
using System.Text.Json;

namespace VaeCodec.Bench.Results;

/// <summary>Results as JSON: snake_case names, what is not known left out.</summary>
internal static class ResultsJson
{
    /// <summary>Readable, for results.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The whole document.</summary>
    public static string Write(BenchResults results) => JsonSerializer.Serialize(results, Options);

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static BenchResults Read(string json)
    {
        BenchResults results = JsonSerializer.Deserialize<BenchResults>(json, Options) ?? throw new JsonException("there are no results");
        return results.Schema == BenchResults.CurrentSchema ? results
            : throw new JsonException($"the schema is '{results.Schema}', not '{BenchResults.CurrentSchema}'");
    }
}
