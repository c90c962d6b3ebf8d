using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeCodec.Train.Training;

/// <summary>Reads the JSON of a run. Comments and trailing commas are allowed, unknown keys are not.</summary>
internal static class ConfigFile
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>What kind of model a run trains: its key <c>model</c>; "hvae" where there is none.</summary>
    public static string ModelOf(string json) => Text(json, "model") ?? TrainConfig.ModelName;

    /// <summary>The folder that a run of any kind writes to.</summary>
    /// <exception cref="InvalidDataException">The config names none.</exception>
    public static string OutOf(string json) => Text(json, "out") ?? throw new InvalidDataException("'out' names a folder");

    // A key's text, if it has one.
    private static string? Text(string json, string key)
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using JsonDocument document = JsonDocument.Parse(json, options);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out JsonElement value)
                && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>What a parser makes of a file; the <see cref="InvalidDataException"/> of one that it refuses names the file.</summary>
    public static T Load<T>(string path, Func<string, T> parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }

    /// <summary>The config in a text; throws <see cref="InvalidDataException"/> on what is none.</summary>
    public static T Parse<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, s_json) ?? throw new InvalidDataException("the training config is empty");
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Throws <see cref="InvalidDataException"/> with the message where a condition does not hold.</summary>
    public static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidDataException(message);
    }

    private static InvalidDataException Unreadable(JsonException e) => new($"the training config cannot be read: {e.Message}", e);
}
