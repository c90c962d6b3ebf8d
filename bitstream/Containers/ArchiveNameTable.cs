namespace VaeCodec.Bitstream.Containers;

/// <summary>The names in an archive's index as they stand there, each by what it shares with the one before: a few bytes of index can stand
/// for names of 255 each, which are put together only when they are asked for.</summary>
/// <param name="index">The index, which is kept.</param>
internal sealed class ArchiveNameTable(ReadOnlyMemory<byte> index)
{
    /// <summary>Names between two that are kept whole.</summary>
    private const int Block = 8;

    private readonly List<(int At, byte Shared, byte More)> _names = [];
    private readonly List<byte[]> _whole = [];
    private readonly byte[] _last = new byte[ArchiveNames.MaxBytes];
    private int _lastBytes;

    /// <summary>How many names there are.</summary>
    public int Count => _names.Count;

    /// <summary>The UTF-8 of the name that was added last.</summary>
    public ReadOnlySpan<byte> Last => _last.AsSpan(0, _lastBytes);

    /// <summary>A name.</summary>
    public string this[int place]
    {
        get
        {
            Span<byte> name = stackalloc byte[ArchiveNames.MaxBytes];
            byte[] whole = _whole[place / Block];
            whole.CopyTo(name);
            int length = whole.Length;
            for (int i = (place / Block * Block) + 1; i <= place; i++)
            {
                (int at, byte shared, byte more) = _names[i];
                index.Span.Slice(at, more).CopyTo(name[shared..]);
                length = shared + more;
            }

            return ArchiveNames.Utf8.GetString(name[..length]);
        }
    }

    /// <summary>Adds a name of the first bytes of the last one and further ones.</summary>
    /// <returns>False where it shares more than there is, or is too long.</returns>
    public bool TryAdd(uint shared, int at, uint more)
    {
        if (shared > _lastBytes || more > ArchiveNames.MaxBytes - shared) return false;
        index.Span.Slice(at, (int)more).CopyTo(_last.AsSpan((int)shared));
        _lastBytes = (int)(shared + more);
        if (_names.Count % Block == 0) _whole.Add(Last.ToArray());
        _names.Add((at, (byte)shared, (byte)more));
        return true;
    }
}
