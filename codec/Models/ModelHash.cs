using System.Globalization;

namespace VaeCodec.Models;

/// <summary>Hashes of weight files, and ids: an id is the first four bytes of its weight file's SHA-256, which files name a model
/// by.</summary>
internal static class ModelHash
{
    private const int Digits = 8;

    /// <summary>The id of a hash.</summary>
    /// <param name="hash">In hexadecimal digits, eight at least.</param>
    public static uint Of(string hash) => uint.Parse(hash.AsSpan(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Whether what was asked for is a hash or its first eight or more digits.</summary>
    public static bool Is(string wanted, string hash) => wanted.Length is >= Digits and <= 64
        && hash.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
}
