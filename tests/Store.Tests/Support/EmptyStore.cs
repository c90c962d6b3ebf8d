using VaeCodec.Store.Blobs;
using VaeCodec.Store.Remote;
using VaeCodec.Tests.Shared;
using VaeCodec.Tests.Shared.Servers;

namespace VaeCodec.Store.Tests.Support;

/// <summary>A store of a test's own, and pictures to put into it.</summary>
internal sealed class EmptyStore : IAsyncDisposable
{
    private readonly ScratchFolder? _scratch;

    private EmptyStore(IBlobStore blobs, string location, ScratchFolder? scratch = null)
        => (BlobStore, Location, _scratch) = (blobs, location, scratch);

    /// <summary>What opens it.</summary>
    public string Location { get; }

    public IPictureStore Store { get; private init; } = null!;

    /// <summary>Its blobs, behind its back.</summary>
    public IBlobStore BlobStore { get; }

    public static async Task<EmptyStore> CreateAsync(StoreKind kind, StorePolicy? policy = null)
    {
        if (kind == StoreKind.Folder)
            return await CreateInFolderAsync(policy);
        (string database, string blobs) = (await RemoteServers.GetAsync()).NewPlace();
        return new(StoreLocation.BlobsAt(blobs), database) { Store = await StoreLocation.CreateAsync(database, blobs, policy) };
    }

    /// <summary>The keys of its blobs, and of what else is where they are.</summary>
    public async Task<string[]> BlobsAsync() => await BlobStore.ListAsync(CancellationToken.None).Select(blob => blob.Key)
        .Where(key => key != "store.json").Order(StringComparer.Ordinal).ToArrayAsync();

    public async Task<byte[]> ReadBlobAsync(string key) => (await BlobStore.GetAsync(key, CancellationToken.None))!;

    /// <summary>Writes a blob, which may be there.</summary>
    public async Task WriteBlobAsync(string key, byte[] content)
    {
        await DeleteBlobAsync(key);
        await BlobStore.PutAsync(key, content, CancellationToken.None);
    }

    public Task DeleteBlobAsync(string key) => BlobStore.DeleteAsync(key, CancellationToken.None);

    /// <summary>Sixteen gray pixels of one kind or another: quickly coded.</summary>
    public static PixelImage Tiny(int seed)
    {
        byte[] pixels = new byte[16];
        new Random(seed).NextBytes(pixels);
        return new(4, 4, 1, pixels);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await BlobStore.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _scratch?.Dispose();
    }

    private static async Task<EmptyStore> CreateInFolderAsync(StorePolicy? policy)
    {
        var scratch = new ScratchFolder();
        string folder = scratch["store"];
        IPictureStore store = await PictureStore.CreateAsync(folder, policy);
        return new(new FolderBlobs(Path.Combine(folder, "blobs")), folder, scratch) { Store = store };
    }
}
