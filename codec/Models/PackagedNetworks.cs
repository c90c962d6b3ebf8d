using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace VaeCodec.Models;

/// <summary>Networks of one kind that ship with the codec beside the flagship, each loaded once. The weights' manifest lists them as <c>KIND_models</c>, each with <c>id</c>,
/// <c>name</c>, <c>file</c> and <c>sha256</c>, has the id of the default one under <c>KIND_default</c>, and may have that of one for a special case under
/// <c>KIND_default_CASE</c>.</summary>
/// <param name="kind">What the manifest calls them.</param>
/// <param name="parse">Makes a network of a weight file, and tells its id; throws <see cref="InvalidDataException"/> on one that it cannot be made of.</param>
/// <param name="folder">The folder of the manifest and the weights.</param>
internal sealed class PackagedNetworks<T>(string kind, Func<byte[], (uint Id, T Network)> parse, string folder)
    where T : class
{
    private readonly Lazy<Manifest> _manifest = new(() => ReadManifest(kind, folder));
    private readonly ConcurrentDictionary<uint, Lazy<T>> _networks = new();

    private sealed record Manifest(IReadOnlyDictionary<string, uint> Defaults, IReadOnlyDictionary<uint, Entry> Networks);

    private sealed record Entry(string Name, string File, string Hash);

    /// <summary>The network that new files are written with.</summary>
    public T Default => Get(_manifest.Value.Defaults[DefaultKey], $"the default {kind} network is", "reinstall or rebuild");

    private string DefaultKey => $"{kind}_default";

    /// <summary>The network that new files are written with in a special case; null where the manifest names none.</summary>
    public T? DefaultIn(string special) => _manifest.Value.Defaults.TryGetValue($"{DefaultKey}_{special}", out uint id)
        ? Get(id, $"the default {special} {kind} network is", "reinstall or rebuild") : null;

    /// <summary>The network of an id.</summary>
    /// <param name="id">The first four bytes of its weights' SHA-256.</param>
    /// <param name="what">What needs it, for the message that it is missing; the id follows.</param>
    /// <param name="remedy">What to do then.</param>
    /// <exception cref="VaeCodecException">UnknownModel: it is not at hand.</exception>
    public T Get(uint id, string what, string remedy) => _manifest.Value.Networks.TryGetValue(id, out Entry? entry)
        ? _networks.GetOrAdd(id, _ => new(() => Load(id, entry.File))).Value
        : throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"{what} {id:x8}, which this build does not have; {remedy}");

    /// <summary>The network of a name, or of the first eight or more digits of its weights' SHA-256.</summary>
    /// <exception cref="VaeCodecException">BadArgument: there is none, or there are several.</exception>
    public T Choose(string wanted)
    {
        IReadOnlyDictionary<uint, Entry> networks = _manifest.Value.Networks;
        uint[] found = [.. networks.Where(n => ModelStore.Is(wanted, n.Value.Name, n.Value.Hash)).Select(n => n.Key)];
        return found is [uint id] ? Get(id, $"'{wanted}' is {kind} network", "reinstall or rebuild") : throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
            $"{(found.Length == 0 ? "there is no" : "there are several")} {kind} model '{wanted}'; this build has {string.Join(", ", networks.Keys.Select(Describe))}");
    }

    /// <summary>Name and id, for people; the id alone where the network is not the package's.</summary>
    public ModelId Describe(uint id)
    {
        try
        {
            return _manifest.Value.Networks.TryGetValue(id, out Entry? entry) ? new(entry.Name, $"{id:x8}") : new(null, $"{id:x8}");
        }
        catch (VaeCodecException)
        {
            return new(null, $"{id:x8}");
        }
    }

    private T Load(uint id, string file)
    {
        string path = Path.Combine(folder, file);
        try
        {
            (uint found, T network) = parse(File.ReadAllBytes(path));
            return found == id ? network : throw new InvalidDataException($"its hash is {found:x8}, the manifest says {id:x8}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the weights '{path}' cannot be used: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static Manifest ReadManifest(string kind, string folder)
    {
        string path = Path.Combine(folder, "manifest.json"), key = $"{kind}_default";
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            Dictionary<uint, Entry> networks = json.RootElement.GetProperty($"{kind}_models").EnumerateArray().ToDictionary(m => ParseId(m.GetProperty("id")),
                m => new Entry(m.GetProperty("name").GetString()!, m.GetProperty("file").GetString()!, m.GetProperty("sha256").GetString()!));
            Dictionary<string, uint> defaults = json.RootElement.EnumerateObject().Where(p => p.Name == key || p.Name.StartsWith(key + "_", StringComparison.Ordinal))
                .ToDictionary(p => p.Name, p => ParseId(p.Value));
            return defaults.ContainsKey(key) ? new(defaults, networks) : throw new KeyNotFoundException($"it has no {key}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the list of models '{path}' cannot be read: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static uint ParseId(JsonElement id) => uint.Parse(id.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
