using System.Diagnostics;
using System.Diagnostics.Metrics;
using VaeCodec.Store;

namespace VaeCodec.Server.Telemetry;

/// <summary>What the server measures of itself, beside what ASP.NET does of requests. Named as OpenTelemetry names things.</summary>
internal static class ServerTelemetry
{
    /// <summary>Of the meter and of the source of spans.</summary>
    public const string Name = "VaeCodec.Server";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);

    private static readonly Histogram<double> s_making = s_meter.CreateHistogram<double>("vaecodec.server.make.duration", "s",
        "How long files take to make");

    private static readonly Counter<long> s_lookups = s_meter.CreateCounter<long>("vaecodec.server.cache.lookups", "{lookup}",
        "Lookups in the caches");

    private static readonly Counter<long> s_puts = s_meter.CreateCounter<long>("vaecodec.server.puts", "{picture}",
        "Pictures that were put");

    /// <summary>Begins the span of a piece of work; null where nobody listens.</summary>
    public static Activity? Begin(string work) => s_source.StartActivity(work);

    /// <summary>A file was made.</summary>
    public static void Made(string suffix, TimeSpan time) => s_making.Record(time.TotalSeconds, new KeyValuePair<string, object?>("format",
        suffix.TrimStart('.')));

    /// <summary>Something was looked for.</summary>
    public static void LookedUp(string cache, bool found) => s_lookups.Add(1, new KeyValuePair<string, object?>("cache", cache),
        new KeyValuePair<string, object?>("found", found));

    /// <summary>A picture was put.</summary>
    public static void Put(PutStatus status) => s_puts.Add(1, new KeyValuePair<string, object?>("status",
        status.ToString().ToLowerInvariant()));
}
