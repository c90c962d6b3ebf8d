using VaeCodec.Tests.Shared;

namespace VaeCodec.Store.Tests.Support;

/// <summary>A store of a test's own, and pictures to put into it.</summary>
internal sealed class EmptyStore : IAsyncDisposable
{
    private readonly ScratchFolder _scratch = new();

    private EmptyStore() => Folder = _scratch["store"];

    public string Folder { get; }

    public IPictureStore Store { get; private set; } = null!;

    /// <summary>The files in which the blobs are.</summary>
    public string[] Blobs => Directory.GetFiles(Path.Combine(Folder, "blobs"), "*", SearchOption.AllDirectories);

    public static async Task<EmptyStore> CreateAsync(StorePolicy? policy = null)
    {
        var empty = new EmptyStore();
        empty.Store = await PictureStore.CreateAsync(empty.Folder, policy);
        return empty;
    }

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
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _scratch.Dispose();
    }
}
