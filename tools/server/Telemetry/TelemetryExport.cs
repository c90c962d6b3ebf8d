using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace VaeCodec.Server.Telemetry;

/// <summary>Sends metrics and traces to a collector of OpenTelemetry, over HTTP.</summary>
internal static class TelemetryExport
{
    /// <summary>Adds it.</summary>
    /// <param name="services">Of the server.</param>
    /// <param name="collector">Where it is, such as <c>http://127.0.0.1:4318</c>.</param>
    public static void Add(IServiceCollection services, Uri collector) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("vaecodec-serve"))
        .WithMetrics(metrics => metrics.AddMeter(ServerTelemetry.Name, "Microsoft.AspNetCore.Hosting",
                "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter(exporter => Configure(exporter, collector, "v1/metrics")))
        .WithTracing(traces => traces.AddSource(ServerTelemetry.Name).AddAspNetCoreInstrumentation()
            .AddOtlpExporter(exporter => Configure(exporter, collector, "v1/traces")));

    private static void Configure(OtlpExporterOptions exporter, Uri collector, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new(new(collector.AbsoluteUri.TrimEnd('/') + '/'), path);
    }
}
