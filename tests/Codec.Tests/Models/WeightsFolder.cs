using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Codec.Tests.Models;

/// <summary>Makes a folder of weights with its models.json, in the place of the package.</summary>
internal static class WeightsFolder
{
    /// <summary>Writes a weight file, and its entry; returns its id.</summary>
    public static string Add(ScratchFolder folder, List<object> entries, byte[] file, string name, string kind, string status = "default",
        int release = 1)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        if (status != "pre-release")
            File.WriteAllBytes(folder[string.Create(CultureInfo.InvariantCulture, $"{name}-r{release}.safetensors")], file);
        entries.Add(Entry(name, kind, status, release, hash, file.Length));
        return hash[..8];
    }

    /// <summary>An entry of a model.</summary>
    public static object Entry(string name, string kind, string status, int release, string sha256, long bytes) =>
        new { name, release, kind, id = sha256[..8], sha256, bytes, status };

    /// <summary>Writes the list.</summary>
    public static void WriteList(ScratchFolder folder, List<object> entries) =>
        File.WriteAllText(folder["models.json"], JsonSerializer.Serialize(new { models = entries }));
}
