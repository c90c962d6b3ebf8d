using System.Globalization;
using System.Net.Sockets;

namespace VaeCodec.Tests.Shared.Servers;

/// <summary>A PostgreSQL of the tests' own, from Debian's package, on a free port of this machine and with an empty folder.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>What it refuses to run as is root; then it runs as the user that its package makes.</summary>
    private const string Root = "root", User = "postgres";

    private readonly string _folder;
    private readonly ServerProcess _process;

    private PostgresServer(string folder, ServerProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>The folder of its programs; null where it is not installed.</summary>
    public static string? Programs { get; } = !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault();

    public int Port { get; }

    /// <summary>A database of it, with a schema.</summary>
    public string Url(string schema)
        => string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}@127.0.0.1:{Port}/postgres?schema={schema}");

    /// <summary>Starts one.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("vaecodec-postgres-").FullName, data = Path.Combine(folder, "data");
        string[] user = [];
        if (Environment.UserName == Root)
        {
            user = ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--"];
            await RunAsync("chown", User, folder);
        }

        await RunAsync([.. user, Path.Combine(Programs!, "initdb"), "-D", data, "-U", User, "--auth=trust", "-E", "UTF8", "--locale=C"]);
        int port = ServerProcess.FreePort();
        var process = ServerProcess.Start("INT", [.. user, Path.Combine(Programs!, "postgres"), "-D", data, "-k", folder, "-h", "127.0.0.1",
            "-p", port.ToString(CultureInfo.InvariantCulture)]);
        // The socket's name appears once connections are taken.
        await ServerProcess.WaitAsync(async () =>
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(
                Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{port}"))));
            await RunAsync(Path.Combine(Programs!, "pg_isready"), "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture));
        });
        return new(folder, process, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task RunAsync(params string[] command)
    {
        ChildResult done = await ChildProcess.RunAsync(command[0], command[1..], new Dictionary<string, string>(), default,
            CancellationToken.None);
        if (done.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]}: {done.Text}{done.Errors}");
    }
}
