using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeCodec.Networks.Hvae;

/// <summary>Heads that read small pictures off a flagship's states; stored as JSON in their weight file's metadata under
/// <c>spec</c>.</summary>
internal sealed record HvaePreviewSpec
{
    private const int IdDigits = 8;

    /// <summary>Name of the heads.</summary>
    [JsonPropertyName("name")] public required string Name { get; init; }

    /// <summary>Whose states they read: the first eight digits of the SHA-256 of its weights.</summary>
    [JsonPropertyName("flagship")] public required string Flagship { get; init; }

    /// <summary>The heads.</summary>
    [JsonPropertyName("heads")] public required IReadOnlyList<HvaePreviewHead> Heads { get; init; }

    /// <summary><see cref="Flagship"/> as files name it.</summary>
    [JsonIgnore] public uint FlagshipId => uint.Parse(Flagship, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The spec as the weight file stores it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HvaePreviewSpecContext.Default.HvaePreviewSpec);

    /// <summary>Reads and checks a spec; throws <see cref="InvalidDataException"/> on one that no heads can have.</summary>
    public static HvaePreviewSpec Parse(string json)
    {
        HvaePreviewSpec? spec;
        try
        {
            spec = JsonSerializer.Deserialize(json, HvaePreviewSpecContext.Default.HvaePreviewSpec);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the spec of the previews cannot be read: {e.Message}", e);
        }

        bool sound = spec is { Name: not null, Flagship.Length: IdDigits, Heads.Count: > 0 } && spec.Flagship.All(char.IsAsciiHexDigitLower)
            && spec.Heads.All(head => head is { After: > 0 and <= 255, Channels: > 0 and <= 4096 }
                && head is { Scale: 2 or 4 or 8, Shuffle: 1 or 2 or 4 or 8 })
            && spec.Heads.DistinctBy(head => (head.After, head.Scale)).Count() == spec.Heads.Count;
        return sound ? spec! : throw new InvalidDataException("the spec of the previews has sizes that do not fit together");
    }
}

/// <summary>Reads and writes <see cref="HvaePreviewSpec"/> as JSON without reflection, for programs compiled ahead of time.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HvaePreviewSpec))]
internal sealed partial class HvaePreviewSpecContext : JsonSerializerContext;
