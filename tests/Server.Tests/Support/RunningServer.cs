using System.Net;
using VaeCodec.Store;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Server.Tests.Support;

/// <summary>A server over an empty store on a free port of this machine, and a client of it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly ScratchFolder _scratch;
    private readonly PictureServer _server;

    private RunningServer(ScratchFolder scratch, IPictureStore store, PictureServer server)
        => (_scratch, Store, _server, Client) = (scratch, store, server, new() { BaseAddress = server.Address });

    public IPictureStore Store { get; }

    public HttpClient Client { get; }

    public static async Task<RunningServer> StartAsync(Func<ServeOptions, ServeOptions>? change = null, StorePolicy? policy = null)
    {
        var scratch = new ScratchFolder();
        IPictureStore store = await PictureStore.CreateAsync(scratch["store"], policy);
        ServeOptions options = new() { Endpoint = new(IPAddress.Loopback, 0) };
        return new(scratch, store, await PictureServer.StartAsync(store, change?.Invoke(options) ?? options, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await Store.DisposeAsync();
        _scratch.Dispose();
    }
}
