using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace VaeCodec.Pipeline;

/// <summary>Networks of one kind that ship with the codec beside the flagship, listed as <c>KIND_models</c> in the weights' manifest with the default under
/// <c>KIND_default</c>; each is loaded once.</summary>
/// <param name="kind">What the manifest calls them.</param>
/// <param name="parse">Makes a network of a weight file, and tells its id; throws <see cref="InvalidDataException"/> on one that it cannot be made of.</param>
internal sealed class PackagedNetworks<T>(string kind, Func<byte[], (uint Id, T Network)> parse)
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "weights");
    private readonly Lazy<(uint Default, IReadOnlyDictionary<uint, string> Files)> _manifest = new(() => ReadManifest(kind));
    private readonly ConcurrentDictionary<uint, Lazy<T>> _networks = new();

    /// <summary>The network that new files are written with.</summary>
    public T Default => Get(_manifest.Value.Default, $"the default {kind} network is", "reinstall or rebuild");

    /// <summary>The network of an id.</summary>
    /// <param name="id">The first four bytes of its weights' SHA-256.</param>
    /// <param name="what">What needs it, for the message that it is missing; the id follows.</param>
    /// <param name="remedy">What to do then.</param>
    /// <exception cref="VaeCodecException">UnknownModel: it is not at hand.</exception>
    public T Get(uint id, string what, string remedy) => _manifest.Value.Files.TryGetValue(id, out string? file)
        ? _networks.GetOrAdd(id, _ => new(() => Load(id, file))).Value
        : throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"{what} {id:x8}, which this build does not have; {remedy}");

    private T Load(uint id, string file)
    {
        string path = Path.Combine(s_folder, file);
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

    private static (uint Default, IReadOnlyDictionary<uint, string> Files) ReadManifest(string kind)
    {
        string path = Path.Combine(s_folder, "manifest.json");
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            Dictionary<uint, string> files = json.RootElement.GetProperty($"{kind}_models").EnumerateArray().ToDictionary(
                m => ParseId(m.GetProperty("id")), m => m.GetProperty("file").GetString()!);
            return (ParseId(json.RootElement.GetProperty($"{kind}_default")), files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the list of models '{path}' cannot be read: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static uint ParseId(JsonElement id) => uint.Parse(id.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
