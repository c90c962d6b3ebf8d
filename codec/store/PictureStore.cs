using VaeCodec.Store.Blobs;
using VaeCodec.Store.Content;
using VaeCodec.Store.Index;

namespace VaeCodec.Store;

/// <summary>Makes and opens stores.</summary>
public static class PictureStore
{
    private const string IndexFile = "index.sqlite", BlobFolder = "blobs";

    /// <summary>Makes a store in a folder, which is made where it is missing and has to be empty: an SQLite index, and blobs beside
    /// it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="policy">What pictures are kept as where a call does not say; kept with the store.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">There is something in the folder, or it cannot be written.</exception>
    public static async Task<IPictureStore> CreateAsync(string folder, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Directory.CreateDirectory(folder);
        if (StoreFile.IsIn(folder))
            throw new IOException($"{folder}: is a store already");
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"{folder}: there is something in it; a store takes a folder of its own");
        policy ??= new();
        SqlPictureIndex index = SqlPictureIndex.OverSqlite(Path.Combine(folder, IndexFile));
        await index.CreateAsync(cancellationToken).ConfigureAwait(false);
        FolderBlobs blobs = FolderBlobs.Create(Path.Combine(folder, BlobFolder));
        StoreFile.Write(folder, policy); // last: it is what makes the folder a store
        return new ContentStore(index, blobs, policy);
    }

    /// <summary>Opens the store in a folder.</summary>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="VaeCodecException">Unsupported: a later version has made it. Corrupt: its file is damaged.</exception>
    public static Task<IPictureStore> OpenAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        cancellationToken.ThrowIfCancellationRequested();
        StorePolicy policy = StoreFile.Read(folder);
        string file = Path.Combine(folder, IndexFile);
        if (!File.Exists(file))
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"{file}: the store's index is missing; bring it back from a backup");
        return Task.FromResult<IPictureStore>(new ContentStore(SqlPictureIndex.OverSqlite(file),
            new FolderBlobs(Path.Combine(folder, BlobFolder)), policy));
    }

    /// <summary>Keeps the picture of a file on the disk.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="path">The file.</param>
    /// <param name="name">What to call it; null for the file's own name.</param>
    /// <param name="policy">What to keep it as; null for the store's own policy.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="VaeCodecException">It is no picture, damaged, or over a limit.</exception>
    public static async Task<PutResult> PutFileAsync(this IPictureStore store, string path, string? name = null,
        StorePolicy? policy = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        byte[] file = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return await store.PutAsync(file, name ?? Path.GetFileName(path), policy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the picture of a stream, from where it stands to its end.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="VaeCodecException">It is no picture, damaged, or over a limit.</exception>
    public static async Task<PutResult> PutStreamAsync(this IPictureStore store, Stream source, string name, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(source);
        using var file = new MemoryStream();
        await source.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        return await store.PutAsync(file.GetBuffer().AsMemory(0, (int)file.Length), name, policy, cancellationToken).ConfigureAwait(false);
    }
}
