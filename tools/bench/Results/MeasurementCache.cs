using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VaeCodec.Bench.Results;

/// <summary>Measurements of earlier runs, one small file each, found by image, codec, setting, commands and version.</summary>
/// <param name="folder">Made when it is first written to.</param>
internal sealed class MeasurementCache(string folder)
{
    /// <summary>Part of every key: a change of a metric or of <see cref="Measurement"/> is a new number.</summary>
    private const int Definition = 2;

    /// <summary>In the user's cache folder.</summary>
    public static string DefaultFolder => CacheFolder.Of("bench");

    /// <summary>The measurement, or null where it was never taken. A file that cannot be understood counts as none.</summary>
    public Measurement? Find(TestImage image, CodecInfo codec, double setting)
    {
        ArgumentNullException.ThrowIfNull(image);
        string path = PathOf(image, codec, setting);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Measurement>(File.ReadAllText(path), ResultsJson.Options) is { } found
                ? found with { Image = image.Name } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a measurement.</summary>
    public void Store(TestImage image, CodecInfo codec, Measurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        string path = PathOf(image, codec, measurement.Setting);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WholeFile.Write(path, JsonSerializer.Serialize(measurement, ResultsJson.Options));
    }

    private string PathOf(TestImage image, CodecInfo codec, double setting)
    {
        string key = string.Join('\n', Definition, image.Hash, codec.Name, codec.Version, codec.Encode, codec.Decode,
            setting.ToString("R", CultureInfo.InvariantCulture));
        return Path.Combine(folder, codec.Name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32] + ".json");
    }
}
