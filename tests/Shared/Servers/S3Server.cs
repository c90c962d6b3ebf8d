using System.Globalization;

namespace VaeCodec.Tests.Shared.Servers;

/// <summary>npm's s3rver, which speaks as S3 does, on a free port of this machine and with an empty folder. It joins parts of objects
/// wrongly, ignores If-None-Match, knows none of the newer checksums, hashes with what OpenSSL 3 calls legacy, and fails to list a bucket
/// where another key comes or goes meanwhile, whatever the prefix: so every place is a bucket of its own.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private const string Key = "S3RVER";

    private readonly ScratchFolder _folder;
    private readonly ServerProcess _process;
    private readonly int _port;

    private S3Server(ScratchFolder folder, ServerProcess process, int port) => (_folder, _process, _port) = (folder, process, port);

    /// <summary>Its program, where test.sh puts it; null where it is not installed.</summary>
    public static string? Program { get; } = new[] { Path.Combine(Corpus.Root, ".build/npm/node_modules/s3rver/bin/s3rver.js") }
        .FirstOrDefault(File.Exists);

    /// <summary>A place in a bucket, which is made: a folder to this server.</summary>
    public string NewBucket(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        return string.Create(CultureInfo.InvariantCulture, $"s3://{name}/pictures?endpoint=http://127.0.0.1:{_port}");
    }

    /// <summary>Starts one. Afterwards this process and its children find its keys in their environment.</summary>
    public static async Task<S3Server> StartAsync()
    {
        var folder = new ScratchFolder();
        int port = ServerProcess.FreePort();
        var process = ServerProcess.Start("TERM", ["node", Program!, "--directory", folder.Path, "--address", "127.0.0.1", "--port",
            port.ToString(CultureInfo.InvariantCulture), "--silent"],
            ("NODE_OPTIONS", "--openssl-legacy-provider"));
        using var client = new HttpClient();
        await ServerProcess.WaitAsync(async () =>
        {
            using HttpResponseMessage answer = await client.GetAsync(
                new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/none/none")));
        });
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", Key);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Key);
        return new(folder, process, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
