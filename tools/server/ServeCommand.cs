using System.CommandLine;
using System.Globalization;
using System.Net;
using VaeCodec.Store;
using VaeCodec.Store.Remote;

namespace VaeCodec.Server;

/// <summary><c>vaecodec serve</c>: serves a store's pictures over HTTP.</summary>
internal static class ServeCommand
{
    private const int FewestKeyLetters = 16;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var defaults = new ServeOptions();
        Argument<string> folder = new("DIR")
        {
            Description = "The store, as 'vaecodec store init' makes one: its folder or postgresql://... URL",
        };
        Option<string> listen = new("--listen")
        {
            Description = "Address and port; other than loopback needs --api-key-file",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = _ => defaults.Endpoint.ToString(),
        };
        Option<string?> key = new("--api-key-file") { Description = "A file whose first line clients must show", HelpName = "FILE" };
        Option<bool> readOnly = new("--read-only") { Description = "Refuse pictures that are put" };
        Option<long> maxBytes = Count("--max-bytes", "Refuse files of more bytes", defaults.MaxBytes);
        Option<long> maxPixels = Count("--max-pixels", "Refuse pictures of more pixels", defaults.MaxPixels);
        Option<double> maxWork = SharedOptions.MaxWork();
        maxWork.DefaultValueFactory = _ => defaults.MaxWork;
        Option<int> timeout = SharedOptions.InRange(new Option<int>("--timeout")
        {
            Description = "Seconds that a request may take",
            HelpName = "S",
            DefaultValueFactory = _ => (int)defaults.Timeout.TotalSeconds,
        }, 1, 3600);
        Option<int> concurrency = SharedOptions.InRange(new Option<int>("--concurrency")
        {
            Description = "Pictures that are coded at a time; one for each processor by default",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.Concurrency,
        }, 1, 1024);
        Option<long> memory = Count("--memory-cache", "Bytes of pictures to keep in memory", defaults.MemoryCacheBytes);
        Option<string?> cache = new("--cache") { Description = "A folder to keep decoded pictures in", HelpName = "DIR" };
        Option<long> disk = Count("--cache-size", "Bytes of pictures to keep there", defaults.DiskCacheBytes);
        Option<Uri?> collector = new("--otlp")
        {
            Description = "Send metrics and traces to this collector of OpenTelemetry, such as http://127.0.0.1:4318",
            HelpName = "URL",
            CustomParser = result =>
            {
                string given = result.Tokens[0].Value;
                if (Uri.TryCreate(given, UriKind.Absolute, out Uri? url) && url.Scheme is ("http" or "https"))
                    return url;
                result.AddError($"--otlp is '{given}', which is no URL.");
                return null;
            },
        };
        Option<string?> models = SharedOptions.Models();
        var command = new Command(ToolProgram.Serve.Name, ToolProgram.Serve.Description) { folder, listen, key, readOnly, maxBytes,
            maxPixels, maxWork, timeout, concurrency, memory, cache, disk, models, collector };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(folder), new()
        {
            Endpoint = EndpointOf(parsed.GetRequiredValue(listen)),
            ApiKey = parsed.GetValue(key) is { } file ? KeyOf(file) : null,
            IsReadOnly = parsed.GetValue(readOnly),
            MaxBytes = parsed.GetValue(maxBytes),
            MaxPixels = parsed.GetValue(maxPixels),
            MaxWork = (long)parsed.GetValue(maxWork),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
            Concurrency = parsed.GetValue(concurrency),
            MemoryCacheBytes = parsed.GetValue(memory),
            CacheFolder = parsed.GetValue(cache),
            DiskCacheBytes = parsed.GetValue(disk),
            Models = parsed.GetValue(models),
            Collector = parsed.GetValue(collector),
        }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, ServeOptions options, CancellationToken cancellationToken)
    {
        if (!options.IsLocal && options.ApiKey is null)
            throw new UsageException($"{options.Endpoint} can be reached from other machines; give --api-key-file");
        IPictureStore store = await StoreLocation.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            PictureServer server = await PictureServer.StartAsync(store, options, cancellationToken).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                StandardOutput.WriteLine($"serving {Printable.Name(folder)} at {server.Address}");
                await server.RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return ExitCode.Success; // a server that is told to stop has done its work
    }

    private static IPEndPoint EndpointOf(string text)
    {
        string given = text.StartsWith("localhost:", StringComparison.Ordinal) ? $"{IPAddress.Loopback}{text["localhost".Length..]}" : text;
        return given.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(given, out IPEndPoint? endpoint) ? endpoint
            : throw new UsageException($"--listen is '{text}', which is no address with a port, such as 127.0.0.1:8080 or [::1]:8080");
    }

    private static string KeyOf(string file)
    {
        string key = File.ReadLines(file).FirstOrDefault("").Trim();
        return key.Length >= FewestKeyLetters ? key : throw new UsageException(string.Create(CultureInfo.InvariantCulture,
            $"{file}: a key has {FewestKeyLetters} letters or more, on the first line"));
    }

    private static Option<long> Count(string name, string description, long usual) => SharedOptions.InRange(new Option<long>(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
    }, 1, long.MaxValue, counts: true);
}
