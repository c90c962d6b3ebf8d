using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VaeCodec.Server.Access;
using VaeCodec.Server.Caching;
using VaeCodec.Server.Gallery;
using VaeCodec.Server.Pictures;
using VaeCodec.Server.Telemetry;
using VaeCodec.Store;

namespace VaeCodec.Server;

/// <summary>A store's pictures over HTTP, until it is disposed of.</summary>
internal sealed class PictureServer : IAsyncDisposable
{
    private const int MostConnections = 1000;

    /// <summary>Bytes a second, of bodies and of answers: each is held in memory until it has come or gone. Less than any line that
    /// pictures are sent over.</summary>
    private const double LeastRate = 8192;

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private readonly WebApplication _application;
    private readonly WorkGate _gate;

    private PictureServer(WebApplication application, WorkGate gate) => (_application, _gate) = (application, gate);

    /// <summary>Where it listens, as <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
        .Addresses.First());

    /// <summary>Starts one.</summary>
    /// <exception cref="IOException">The port is taken, or the cache's folder cannot be had.</exception>
    public static async Task<PictureServer> StartAsync(IPictureStore store, ServeOptions options, CancellationToken cancellationToken)
    {
        // Nothing is read from settings files or the environment that the command line does not name.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Timeout);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console
            => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.Collector is { } collector)
            TelemetryExport.Add(builder.Services, collector);
        WebApplication application = builder.Build();
        var cache = new PictureCache(options);
        var gate = new WorkGate(options);
        application.Use(ErrorAnswers.AnswerAsync);
        application.Use(new AccessCheck(options).CheckAsync);
        application.UseRouting();
        var pictures = new PictureRoutes(store, options, new VariantMaker(store, options, cache, gate), gate);
        pictures.Map(application);
        GalleryRoutes.Map(application);
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        return new(application, gate);
    }

    /// <summary>Waits until it is told to stop, and ends what is under way.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource();
        using CancellationTokenRegistration registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task.ConfigureAwait(false);
        await _application.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, ServeOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBytes;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.RequestHeadersTimeout = s_grace;
        kestrel.Limits.MinRequestBodyDataRate = new(LeastRate, s_grace);
        kestrel.Limits.MinResponseDataRate = new(LeastRate, s_grace);
        kestrel.Listen(options.Endpoint);
    }
}
