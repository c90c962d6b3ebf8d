using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Models;

/// <summary>Finds weights by id or name and loads them once: first those that ship with the codec (folder <c>weights</c> beside the library), then
/// those of a user's folder.</summary>
internal static class ModelStore
{
    private const int MostNamed = 8;
    private static readonly Lazy<Manifest> s_manifest = new(ReadManifest);
    private static readonly ConcurrentDictionary<uint, Lazy<HvaeModel>> s_models = new();
    private static readonly ConcurrentDictionary<string, ModelFolder> s_folders = new();

    /// <summary>The folder of the weights that ship with the codec.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "weights");

    private sealed record Manifest(uint Default, IReadOnlyDictionary<uint, ManifestEntry> Models);

    private sealed record ManifestEntry(string Name, string File, string Hash);

    /// <summary>The model that new files are written with.</summary>
    public static HvaeModel Default => Packaged(s_manifest.Value.Default)!;

    /// <summary>Its weights as they are in their file.</summary>
    public static HvaeWeights DefaultWeights() => ReadWeights(s_manifest.Value.Default, s_manifest.Value.Models[s_manifest.Value.Default]);

    /// <summary>The model of an id.</summary>
    /// <param name="id">As a .vaec file names it.</param>
    /// <param name="folder">The user's folder; null for <see cref="VaeModels.UserFolder"/>.</param>
    /// <exception cref="VaeCodecException">UnknownModel: it is neither here nor there.</exception>
    public static HvaeModel Get(uint id, string? folder)
        => Packaged(id) ?? InFolder(folder).Find(id) ?? throw new VaeCodecException(VaeCodecErrorKind.UnknownModel,
            $"it needs the weights whose SHA-256 begins with {id:x8}; {Looked(folder)}; put that .safetensors file into a folder and name the folder with --models");

    /// <summary>The model that new files shall be written with.</summary>
    /// <param name="wanted">A name, or the first eight or more digits of the weights' SHA-256; null for <see cref="Default"/>.</param>
    /// <param name="folder">The user's folder; null for <see cref="VaeModels.UserFolder"/>.</param>
    /// <exception cref="VaeCodecException">UnknownModel: there is none of that name or hash. BadArgument: there are several.</exception>
    public static HvaeModel Choose(string? wanted, string? folder)
    {
        if (wanted is null)
            return Default;
        uint[] packaged = [.. s_manifest.Value.Models.Where(m => Is(wanted, m.Value.Name, m.Value.Hash)).Select(m => m.Key)];
        uint[] found = packaged.Length != 0 ? packaged : [.. InFolder(folder).List().Where(m => Is(wanted, m.Name, m.Hash)).Select(m => m.Id).Distinct()];
        return found switch
        {
            [uint id] => Get(id, folder),
            [] => throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"there is no model '{wanted}'; {Looked(folder)}"),
            _ => throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"'{wanted}' may be any of {string.Join(", ", found.Select(id => $"{id:x8}"))}; give more digits of the hash"),
        };
    }

    /// <summary>Name and id, for people; the id alone where the model is not the package's.</summary>
    public static ModelId Describe(uint id)
    {
        try
        {
            return s_manifest.Value.Models.TryGetValue(id, out ManifestEntry? entry) ? new(entry.Name, $"{id:x8}") : new(null, $"{id:x8}");
        }
        catch (VaeCodecException)
        {
            return new(null, $"{id:x8}");
        }
    }

    private static HvaeModel? Packaged(uint id)
        => s_manifest.Value.Models.TryGetValue(id, out ManifestEntry? entry) ? s_models.GetOrAdd(id, _ => new(() => Load(id, entry))).Value : null;

    private static ModelFolder InFolder(string? folder)
    {
        string path = folder ?? VaeModels.UserFolder;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, "the models folder has no name; give one, or null for the user's own");
        return s_folders.GetOrAdd(Path.GetFullPath(path), full => new(full));
    }

    /// <summary>A hash is told from a name by its digits and length; eight of them are an id.</summary>
    public static bool Is(string wanted, string name, string hash)
        => wanted == name || (wanted.Length is >= 8 and <= 64 && hash.StartsWith(wanted, StringComparison.OrdinalIgnoreCase));

    /// <summary>What there is, so that a message can say where else to look.</summary>
    private static string Looked(string? folder)
    {
        string packaged = string.Join(", ", s_manifest.Value.Models.Select(m => $"{m.Value.Name} ({m.Key:x8})"));
        string path = folder ?? VaeModels.UserFolder;
        IReadOnlyList<ModelFolder.WeightFile> found = InFolder(folder).List();
        string there = found.Count != 0 ? $"{path} has {string.Join(", ", found.Take(MostNamed).Select(m => $"{m.Name} ({m.Id:x8})"))}{(found.Count > MostNamed ? ", ..." : "")}"
            : Directory.Exists(path) ? $"{path} has no weights" : $"there is no folder {path}";
        return $"this build has {packaged}, and {there}";
    }

    private static HvaeModel Load(uint id, ManifestEntry entry)
    {
        HvaeWeights weights = ReadWeights(id, entry);
        try
        {
            return new(weights);
        }
        catch (InvalidDataException e)
        {
            throw Unusable(entry, e);
        }
    }

    private static HvaeWeights ReadWeights(uint id, ManifestEntry entry)
    {
        try
        {
            HvaeWeights weights = HvaeWeights.Parse(File.ReadAllBytes(PathOf(entry)));
            return weights.Id == id ? weights : throw new InvalidDataException($"its hash is {weights.Id:x8}, the manifest says {id:x8}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unusable(entry, e);
        }
    }

    private static string PathOf(ManifestEntry entry) => Path.Combine(Folder, entry.File);

    private static VaeCodecException Unusable(ManifestEntry entry, Exception cause)
        => new(VaeCodecErrorKind.UnknownModel, $"the weights '{PathOf(entry)}' cannot be used: {cause.Message}; reinstall or rebuild", inner: cause);

    private static Manifest ReadManifest()
    {
        string path = Path.Combine(Folder, "manifest.json");
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            var models = new Dictionary<uint, ManifestEntry>();
            foreach (JsonElement model in json.RootElement.GetProperty("models").EnumerateArray())
            {
                models.Add(ParseId(model.GetProperty("id")),
                    new(model.GetProperty("name").GetString()!, model.GetProperty("file").GetString()!, model.GetProperty("sha256").GetString()!));
            }

            return new(ParseId(json.RootElement.GetProperty("default")), models);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the list of models '{path}' cannot be read: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static uint ParseId(JsonElement id) => uint.Parse(id.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
