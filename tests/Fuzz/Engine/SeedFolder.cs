using System.Security.Cryptography;
using VaeCodec.Fuzz.Targets;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Fuzz.Engine;

/// <summary>Inputs on disk, each named by its hash, so that folders can be joined by copying.</summary>
internal static class SeedFolder
{
    private const string Extension = ".bin";

    /// <summary>The corpus that is kept with the sources.</summary>
    public static string PathOf(IFuzzTarget target) => Path.Combine(Corpus.Root, "tests", "Fuzz", "corpus", target.Name);

    /// <summary>All inputs, the smallest first; none without the folder.</summary>
    public static byte[][] Read(string folder)
        => !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*" + Extension).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).OrderBy(file => file.Length)];

    /// <summary>Adds one.</summary>
    public static string Write(string folder, byte[] input)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..16] + Extension);
        File.WriteAllBytes(path, input);
        return path;
    }

    /// <summary>Removes all but these.</summary>
    public static void Keep(string folder, IEnumerable<byte[]> inputs)
    {
        HashSet<string> kept = [.. inputs.Select(input => Write(folder, input))];
        foreach (string path in Directory.GetFiles(folder, "*" + Extension).Where(path => !kept.Contains(path)))
            File.Delete(path);
    }
}
