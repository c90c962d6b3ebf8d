using System.Globalization;
using System.Text.Json;

namespace VaeCodec.Models;

/// <summary>A model of a models.json; model/weights/README.md says what the fields mean.</summary>
/// <param name="Name">Without the release.</param>
/// <param name="Release">N of rN; 0 for a pre-release.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Hash">SHA-256 of its weight file, lower-case hexadecimal.</param>
/// <param name="Bytes">Of its weight file.</param>
/// <param name="Status">See <see cref="ModelStatus"/>.</param>
internal sealed record ModelEntry(string Name, int Release, ModelKind Kind, string Hash, long Bytes, string Status)
{
    private const int IdDigits = 8;

    /// <summary>The first four bytes of the hash: how files name their model.</summary>
    public uint Id { get; } = ModelHash.Of(Hash);

    /// <summary>Whether no build has its file.</summary>
    public bool IsPreRelease => Status == ModelStatus.PreRelease;

    /// <summary><c>hvae-r1</c>.</summary>
    public string FullName => IsPreRelease ? $"{Name} pre-release" : string.Create(CultureInfo.InvariantCulture, $"{Name}-r{Release}");

    /// <summary>Of previews, the flagship whose states they read; null of others.</summary>
    public uint? Flagship { get; init; }

    /// <summary>What its weight file is called.</summary>
    public string File => $"{FullName}.safetensors";

    /// <summary>The entries of a list.</summary>
    /// <param name="json">The content of a models.json.</param>
    /// <exception cref="InvalidDataException">It is none, or contradicts itself.</exception>
    public static IReadOnlyList<ModelEntry> ReadList(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            ModelEntry[] entries = [.. document.RootElement.GetProperty("models").EnumerateArray().Select(Read)];
            ModelEntry? twice = entries.GroupBy(entry => entry.Kind.Key($"{entry.Id:x8}"))
                .FirstOrDefault(group => group.Skip(1).Any())?.First();
            return twice is null ? entries : throw new InvalidDataException($"it has two models {twice.Id:x8}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static ModelEntry Read(JsonElement model)
    {
        string name = Text("name"), hash = Text("sha256"), id = Text("id"), status = Text("status");
        bool sound = hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower) && id.Length == IdDigits
            && hash.StartsWith(id, StringComparison.Ordinal)
            && status is ModelStatus.Default or ModelStatus.Released or ModelStatus.PreRelease && name == Path.GetFileName(name);
        return sound && ModelKind.Named(Text("kind")) is { } kind
            ? new(name, model.GetProperty("release").GetInt32(), kind, hash, model.GetProperty("bytes").GetInt64(), status)
            {
                Flagship = kind != ModelKind.Preview ? null : Text("flagship") is { Length: IdDigits } flagship ? ModelHash.Of(flagship)
                    : throw new FormatException($"previews '{name}' name no flagship"),
            }
            : throw new InvalidDataException($"the entry of '{name}' does not hold together");

        string Text(string field) => model.GetProperty(field).GetString() ?? "";
    }
}
