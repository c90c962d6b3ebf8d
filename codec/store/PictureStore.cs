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
    /// <param name="policy">What pictures are kept as where a call does not say. Kept with the store are a quality and an effort, or that
    /// pixels are exact, and which originals are kept; whatever else differs from <see cref="StorePolicy"/>'s defaults is refused, and is
    /// given with each put.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">There is something in the folder, or it cannot be written.</exception>
    /// <exception cref="VaeCodecException">BadArgument: a policy that cannot be kept with the store.</exception>
    public static async Task<IPictureStore> CreateAsync(string folder, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        policy ??= new();
        StoreFile.RequirePlaceFor(policy);
        FolderSync.Create(folder);
        if (StoreFile.IsIn(folder))
            throw new IOException($"{folder}: is a store already");
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"{folder}: there is something in it; a store takes a folder of its own");
        SqlPictureIndex index = SqlPictureIndex.OverSqlite(Path.Combine(folder, IndexFile));
        await index.CreateAsync(cancellationToken).ConfigureAwait(false);
        FolderBlobs blobs = FolderBlobs.Create(Path.Combine(folder, BlobFolder));
        // last: it is what makes the folder a store
        await StoreFile.WriteAsync(folder, policy, cancellationToken).ConfigureAwait(false);
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
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
            return await store.PutStreamAsync(file, name ?? Path.GetFileName(path), policy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the picture of a stream, from where it stands to its end; what does not begin as a picture does is refused before
    /// more of it is read.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="VaeCodecException">It is no picture, damaged, or over a limit.</exception>
    public static async Task<PutResult> PutStreamAsync(this IPictureStore store, Stream source, string name, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(source);
        return await store.PutAsync(await SourceStream.ReadAsync(source, cancellationToken).ConfigureAwait(false), name, policy,
            cancellationToken).ConfigureAwait(false);
    }
}
