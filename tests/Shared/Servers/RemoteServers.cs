using System.Globalization;
using Xunit;

[assembly: AssemblyFixture(typeof(VaeCodec.Tests.Shared.Servers.ServersEnd))]

namespace VaeCodec.Tests.Shared.Servers;

/// <summary>The servers behind a store of many machines, started by the first test that asks; tests that do are skipped where they are
/// missing.</summary>
internal sealed class RemoteServers
{
    private static readonly Lazy<Task<RemoteServers>> s_running = new(StartAsync);
    private static int s_places;

    private RemoteServers(PostgresServer postgres, S3Server s3) => (Postgres, S3) = (postgres, s3);

    public PostgresServer Postgres { get; }

    public S3Server S3 { get; }

    /// <summary>Those of this test run.</summary>
    public static Task<RemoteServers> GetAsync()
    {
        string missing = (PostgresServer.Programs is null ? " Debian's package 'postgresql'" : "")
            + (S3Server.Program is null ? " npm's 's3rver'" : "");
        Assert.SkipUnless(missing.Length == 0, $"missing:{missing}; test.sh installs what is");
        return s_running.Value;
    }

    /// <summary>A schema and a bucket that no other test uses.</summary>
    public (string Database, string Blobs) NewPlace()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"place{Interlocked.Increment(ref s_places)}");
        return (Postgres.Url(name), S3.NewBucket(name));
    }

    /// <summary>Ends them, if they run.</summary>
    internal static async ValueTask EndAsync()
    {
        if (!s_running.IsValueCreated)
            return;
        RemoteServers running = await s_running.Value;
        await running.Postgres.DisposeAsync();
        await running.S3.DisposeAsync();
    }

    private static async Task<RemoteServers> StartAsync() => new(await PostgresServer.StartAsync(), await S3Server.StartAsync());
}

/// <summary>Ends the servers when the last test has.</summary>
public sealed class ServersEnd : IAsyncDisposable
{
    public ValueTask DisposeAsync() => RemoteServers.EndAsync();
}
