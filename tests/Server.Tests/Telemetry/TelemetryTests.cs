using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using VaeCodec.Server.Tests.Support;
using VaeCodec.Store;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Server.Tests.Telemetry;

/// <summary>What a collector of OpenTelemetry gets.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task ACollectorGetsMetricsAndTraces()
    {
        var got = new ConcurrentBag<(string Path, string Body)>();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using WebApplication collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            got.Add((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
        await collector.StartAsync();
        await using (RunningServer server = await RunningServer.StartAsync(options
            => options with { Collector = new(collector.Urls.First()) }))
        {
            string id = (await server.Store.PutFileAsync(Corpus.PathOf("tiny.png"))).Picture.Id;
            await server.Client.GetByteArrayAsync($"/pictures/{id}.webp?w=3");
        }

        Assert.Contains(got, sent => sent.Path == "/v1/metrics" && sent.Body.Contains("vaecodec.server.make.duration",
            StringComparison.Ordinal) && sent.Body.Contains("http.server.request.duration", StringComparison.Ordinal));
        Assert.Contains(got, sent => sent.Path == "/v1/traces" && sent.Body.Contains("make", StringComparison.Ordinal));
    }
}
