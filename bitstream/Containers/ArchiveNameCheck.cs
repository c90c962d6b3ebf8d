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
    public string? Problem(ReadOnlySpan<char> name)
    {
        if (!ArchiveNames.IsValid(name)) return $"'{name}' cannot be the name of a picture in an archive.";
        ReadOnlySpan<char> stem = ArchiveNames.Stem(name);
        _hashes.Add(string.GetHashCode(stem));
        return _places.Add(_hashes.Count - 1) ? null : $"Two pictures are called '{stem}', but for their extensions.";
    }
}
