using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>The pixel networks that ship with the codec, listed as <c>pixel_models</c> in the weights' manifest, loaded once.</summary>
internal static class PixelModelStore
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "weights");
    private static readonly Lazy<(uint Default, IReadOnlyDictionary<uint, string> Files)> s_manifest = new(ReadManifest);
    private static readonly ConcurrentDictionary<uint, Lazy<PixelModel>> s_models = new();

    /// <summary>The network that new files are written with.</summary>
    public static PixelModel Default => Get(s_manifest.Value.Default);

    /// <summary>The network of an id.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: it is not at hand.</exception>
    public static PixelModel Get(uint id) => s_manifest.Value.Files.TryGetValue(id, out string? file)
        ? s_models.GetOrAdd(id, _ => new(() => Load(id, file))).Value
        : throw new VaeCodecException(VaeCodecErrorKind.UnknownModel,
            $"the exact pixels were coded with network {id:x8}, which this build does not have; decode the lossy picture with fewer layers, or update");

    private static PixelModel Load(uint id, string file)
    {
        string path = Path.Combine(s_folder, file);
        try
        {
            PixelWeights weights = PixelWeights.Parse(File.ReadAllBytes(path));
            return weights.Id == id ? new(weights) : throw new InvalidDataException($"its hash is {weights.Id:x8}, the manifest says {id:x8}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the weights '{path}' cannot be used: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static (uint Default, IReadOnlyDictionary<uint, string> Files) ReadManifest()
    {
        string path = Path.Combine(s_folder, "manifest.json");
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            Dictionary<uint, string> files = json.RootElement.GetProperty("pixel_models").EnumerateArray().ToDictionary(
                m => ParseId(m.GetProperty("id")), m => m.GetProperty("file").GetString()!);
            return (ParseId(json.RootElement.GetProperty("pixel_default")), files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the list of models '{path}' cannot be read: {e.Message}; reinstall or rebuild", inner: e);
        }
    }

    private static uint ParseId(JsonElement id) => uint.Parse(id.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
