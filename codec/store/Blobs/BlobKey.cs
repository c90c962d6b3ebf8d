using System.Security.Cryptography;

namespace VaeCodec.Store.Blobs;

/// <summary>Names of blobs: two folders of 256 by the id's first bytes, the id, something random, the suffix.</summary>
internal static class BlobKey
{
    private const int RandomDigits = 16;

    /// <summary>A key that nothing has used.</summary>
    /// <param name="id">The picture's, in lower case.</param>
    /// <param name="suffix">Of the file, with its dot.</param>
    public static string New(string id, string suffix)
        => $"{id[..2]}/{id[2..4]}/{id}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}{suffix}";

    /// <summary>The id in a key; null where it is none of ours.</summary>
    public static string? IdOf(string key)
    {
        string[] parts = key.Split('/')[^1].Split('-');
        return parts.Length == 2 && parts[0].Length == 2 * SHA256.HashSizeInBytes && parts[0].All(char.IsAsciiHexDigitLower)
            && parts[1].Length > RandomDigits ? parts[0] : null;
    }
}
