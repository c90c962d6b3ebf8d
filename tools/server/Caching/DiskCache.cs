namespace VaeCodec.Server.Caching;

/// <summary>Bytes by name in a folder, up to a number of them; what was not asked for longest goes first. The folder may be emptied at any
/// time, and what is damaged in it is somebody else's to find. Thread-safe.</summary>
internal sealed class DiskCache
{
    private const string Extension = ".lz4", Unfinished = ".part";

    private readonly string _folder;
    private readonly long _mostBytes;
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Tag, long Bytes)> _byUse = [];
    private readonly Dictionary<string, LinkedListNode<(string Tag, long Bytes)>> _byTag = [];
    private long _bytes;

    /// <summary>Takes over what a folder has.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public DiskCache(string folder, long mostBytes)
    {
        (_folder, _mostBytes) = (folder, mostBytes);
        DirectoryInfo place = Directory.CreateDirectory(folder);
        foreach (FileInfo left in place.EnumerateFiles("*" + Unfinished))
            left.Delete();
        foreach (FileInfo file in place.EnumerateFiles("*" + Extension).OrderBy(file => file.LastAccessTimeUtc))
            Keep(Path.GetFileNameWithoutExtension(file.Name), file.Length);
    }

    /// <summary>What has a name; null where nothing does.</summary>
    public byte[]? Find(string tag)
    {
        lock (_lock)
        {
            if (!_byTag.TryGetValue(tag, out LinkedListNode<(string Tag, long Bytes)>? node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
        }

        try
        {
            return File.ReadAllBytes(PathOf(tag));
        }
        catch (IOException)
        {
            Forget(tag); // somebody has removed it
            return null;
        }
    }

    /// <summary>Keeps bytes, unless they are too many or the disk does not take them: a cache is no reason to fail.</summary>
    public async Task AddAsync(string tag, byte[] bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > _mostBytes)
            return;
        string unfinished = Path.Combine(_folder, Guid.NewGuid().ToString("N") + Unfinished);
        try
        {
            await File.WriteAllBytesAsync(unfinished, bytes, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, PathOf(tag), overwrite: true);
            Keep(tag, bytes.Length);
        }
        catch (IOException)
        {
            Remove(unfinished);
        }
        catch (OperationCanceledException)
        {
            Remove(unfinished);
            throw;
        }
    }

    /// <summary>Removes what has a name, which is damaged.</summary>
    public void Forget(string tag)
    {
        lock (_lock)
        {
            if (!_byTag.Remove(tag, out LinkedListNode<(string Tag, long Bytes)>? node))
                return;
            _byUse.Remove(node);
            _bytes -= node.Value.Bytes;
        }

        Remove(PathOf(tag));
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // it is in use; the next start finds it
        }
    }

    private string PathOf(string tag) => Path.Combine(_folder, tag + Extension);

    private void Keep(string tag, long bytes)
    {
        lock (_lock)
        {
            if (_byTag.ContainsKey(tag))
                return;
            _byTag.Add(tag, _byUse.AddFirst((tag, bytes)));
            _bytes += bytes;
            while (_bytes > _mostBytes && _byUse.Last is { } oldest)
                Forget(oldest.Value.Tag);
        }
    }
}
