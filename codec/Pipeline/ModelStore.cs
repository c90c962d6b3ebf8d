using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>The weights that ship with the codec (folder <c>weights</c> beside the library), found by id and loaded once.</summary>
internal static class ModelStore
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "weights");
    private static readonly Lazy<Manifest> s_manifest = new(ReadManifest);
    private static readonly ConcurrentDictionary<uint, Lazy<InferenceModel>> s_models = new();

    private sealed record Manifest(uint Default, IReadOnlyDictionary<uint, ManifestEntry> Models);

    private sealed record ManifestEntry(string Name, string File);

    /// <summary>The model that new files are written with.</summary>
    public static InferenceModel Default => Get(s_manifest.Value.Default);

    /// <summary>Name and id, for people; the id alone where the model is not at hand.</summary>
    public static string Describe(uint id)
    {
        try
        {
            return s_manifest.Value.Models.TryGetValue(id, out ManifestEntry? entry) ? $"{entry.Name} ({id:x8})" : $"{id:x8}";
        }
        catch (VaeCodecException)
        {
            return $"{id:x8}";
        }
    }

    /// <summary>The model of an id; <see cref="VaeCodecErrorKind.UnknownModel"/> when it is not at hand.</summary>
    public static InferenceModel Get(uint id)
    {
        if (!s_manifest.Value.Models.TryGetValue(id, out ManifestEntry? entry))
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel,
                $"the file was made with model {id:x8}, which this build does not have; it has {string.Join(", ", s_manifest.Value.Models.Keys.Select(k => $"{k:x8}"))}");
        }

        return s_models.GetOrAdd(id, _ => new(() => Load(id, entry))).Value;
    }

    private static InferenceModel Load(uint id, ManifestEntry entry)
    {
        string path = Path.Combine(s_folder, entry.File);
        try
        {
            ModelWeights weights = ModelWeights.Parse(File.ReadAllBytes(path));
            if (weights.Id != id)
                throw new InvalidDataException($"its hash is {weights.Id:x8}, the manifest says {id:x8}");
            return new(weights);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the weights '{path}' cannot be used: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static Manifest ReadManifest()
    {
        string path = Path.Combine(s_folder, "manifest.json");
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            Dictionary<uint, ManifestEntry> models = json.RootElement.GetProperty("models").EnumerateArray().ToDictionary(
                m => ParseId(m.GetProperty("id")), m => new ManifestEntry(m.GetProperty("name").GetString()!, m.GetProperty("file").GetString()!));
            return new(ParseId(json.RootElement.GetProperty("default")), models);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the list of models '{path}' cannot be read: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static uint ParseId(JsonElement id) => uint.Parse(id.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
