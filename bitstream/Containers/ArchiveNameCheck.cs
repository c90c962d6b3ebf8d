using System.Runtime.InteropServices;
using System.Text;

namespace VaeCodec.Bitstream.Containers;

/// <summary>Checks an archive's names, one after the other. It keeps no text: a name is put together again only where its hash is that of
/// another.</summary>
internal sealed class ArchiveNameCheck
{
    private readonly List<int> _hashes;
    private readonly HashSet<int> _places;

    /// <param name="count">How many there will be.</param>
    /// <param name="name">The name of a place, among those that have been checked.</param>
    public ArchiveNameCheck(int count, Func<int, string> name)
    {
        _hashes = new(count);
        _places = new(count, EqualityComparer<int>.Create(
            (one, other) => ArchiveNames.Stem(name(one)) == ArchiveNames.Stem(name(other)), place => _hashes[place]));
    }

    /// <summary>What is wrong with the next name, or null.</summary>
    public string? Problem(string name) => ArchiveNames.Utf8Of(name) is { } utf8 ? Problem(utf8) : Invalid(name);

    /// <summary>The same of UTF-8.</summary>
    public string? Problem(ReadOnlySpan<byte> name)
    {
        if (!ArchiveNames.IsValid(name)) return Invalid(Encoding.UTF8.GetString(name));
        ReadOnlySpan<byte> stem = ArchiveNames.Stem(name);
        _hashes.Add(Hash(stem));
        return _places.Add(_hashes.Count - 1) ? null
            : $"Two pictures are called '{Encoding.UTF8.GetString(stem)}', but for their extensions.";
    }

    private static string Invalid(string name) => $"'{name}' cannot be the name of a picture in an archive.";

    /// <summary>A string's hash, which nobody can foretell, of bytes: two for each character, and an odd one is added.</summary>
    private static int Hash(ReadOnlySpan<byte> bytes)
        => string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes)) + (bytes.Length % 2 == 0 ? 0 : bytes[^1]);
}
