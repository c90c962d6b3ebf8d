namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// Which colours followed each context when it was last met: what predicts repeated glyphs, icons and dithering. A hash table of fixed
/// size; a context that meets another's entry takes it over. FORMAT.md, "Graphics", "Followers".
/// </summary>
internal sealed class FollowerTable(int bits)
{
    private const int MostCount = 255;

    private struct Entry
    {
        public uint First;
        public uint Second;
        public ushort Check;
        public ushort Count;
    }

    private const int EntryBytes = 2 * sizeof(uint) + 2 * sizeof(ushort);

    private readonly Entry[] _entries = new Entry[1 << bits];
    private int _at;
    private ushort _check;
    private int _count;

    /// <summary>What a table takes.</summary>
    public static long BytesOf(int bits) => (long)EntryBytes << bits;

    /// <summary>The colour that followed last.</summary>
    public uint First { get; private set; }

    /// <summary>The one that followed last before it and was another; <see cref="First"/> where there was none.</summary>
    public uint Second { get; private set; }

    /// <summary>False where the context is new.</summary>
    public bool IsKnown => _count > 0;

    /// <summary>How often <see cref="First"/> followed without a break: 0 to 3, 4 for up to 15 times, 5 for more.</summary>
    public int Confidence => _count < 4 ? _count : _count < 16 ? 4 : 5;

    /// <summary>True where the context is known and this colour followed last.</summary>
    public bool Expects(uint colour) => _count > 0 && First == colour;

    /// <summary>Looks the context of a sum of <see cref="Hash"/> up.</summary>
    public void Find(ulong sum)
    {
        ulong hash = Hash.Mix(sum);
        _at = (int)(hash >> (64 - bits));
        _check = (ushort)(hash >> 16);
        Entry entry = _entries[_at];
        _count = entry.Check == _check ? entry.Count : 0;
        (First, Second) = (entry.First, entry.Second);
    }

    /// <summary>Tells what followed the context that was looked up.</summary>
    public void Learn(uint colour)
    {
        ref Entry entry = ref _entries[_at];
        if (_count == 0)
            entry = new() { First = colour, Second = colour, Check = _check, Count = 1 };
        else if (entry.First != colour)
            (entry.Second, entry.First, entry.Count) = (entry.First, colour, 1);
        else if (entry.Count < MostCount)
            entry.Count++;
    }
}
