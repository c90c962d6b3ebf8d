namespace VaeCodec.Pixels.Graphics;

/// <summary>What colour followed each context when it was last met: a hash table of fixed size.</summary>
internal sealed class Followers(int bits)
{
    private const int MaxCount = 255;

    private struct Entry
    {
        public uint First;
        public uint Second;
        public ushort Check;
        public ushort Count;
    }

    private readonly Entry[] _entries = new Entry[1 << bits];
    private int _at;
    private ushort _check;

    /// <summary>The colour that followed last.</summary>
    public uint First { get; private set; }

    /// <summary>The colour before it that was another one.</summary>
    public uint Second { get; private set; }

    /// <summary>How often <see cref="First"/> followed without a break; 0 where the context is new.</summary>
    public int Count { get; private set; }

    /// <summary>0 to 5 for 0, 1, 2, 3, 4 to 15 and more.</summary>
    public int Confidence => Count < 4 ? Count : Count < 16 ? 4 : 5;

    /// <summary>Looks a context up.</summary>
    public void Find(ulong hash)
    {
        _at = (int)(hash >> (64 - bits));
        _check = (ushort)(hash >> 16);
        ref Entry entry = ref _entries[_at];
        bool known = entry.Check == _check && entry.Count > 0;
        (First, Second, Count) = known ? (entry.First, entry.Second, entry.Count) : (0, 0, 0);
    }

    /// <summary>Tells what followed the context that was looked up.</summary>
    public void Learn(uint colour)
    {
        ref Entry entry = ref _entries[_at];
        if (Count == 0)
        {
            entry = new() { First = colour, Second = colour, Check = _check, Count = 1 };
        }
        else if (entry.First == colour)
        {
            if (entry.Count < MaxCount) entry.Count++;
        }
        else
        {
            (entry.Second, entry.First, entry.Count) = (entry.First, colour, 1);
        }
    }
}
