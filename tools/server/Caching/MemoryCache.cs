namespace VaeCodec.Server.Caching;

/// <summary>Bytes by name, up to a number of them; what was not asked for longest goes first. Thread-safe.</summary>
internal sealed class MemoryCache(long mostBytes)
{
    /// <summary>What an entry takes beside its bytes, about.</summary>
    private const int EntryBytes = 256;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Tag, byte[] Bytes)> _byUse = [];
    private readonly Dictionary<string, LinkedListNode<(string Tag, byte[] Bytes)>> _byTag = [];

    /// <summary>Bytes that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>What has a name; null where nothing does.</summary>
    public byte[]? Find(string tag)
    {
        lock (_lock)
        {
            if (!_byTag.TryGetValue(tag, out LinkedListNode<(string Tag, byte[] Bytes)>? node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Bytes;
        }
    }

    /// <summary>Keeps bytes, unless they are too many; they are not to be changed any more.</summary>
    public void Add(string tag, byte[] bytes)
    {
        lock (_lock)
        {
            if (bytes.Length + EntryBytes > mostBytes || _byTag.ContainsKey(tag))
                return;
            _byTag.Add(tag, _byUse.AddFirst((tag, bytes)));
            Bytes += bytes.Length + EntryBytes;
            while (Bytes > mostBytes && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _byTag.Remove(oldest.Value.Tag);
                Bytes -= oldest.Value.Bytes.Length + EntryBytes;
            }
        }
    }
}
