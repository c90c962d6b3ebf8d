using Npgsql;
using VaeCodec.Store.Remote.Postgres;
using VaeCodec.Store.Tests.Support;
using VaeCodec.Tests.Shared.Servers;
using Xunit;

namespace VaeCodec.Store.Tests.Remote.Postgres;

/// <summary>What is wrong with a database is told in the errors that the store has; what is committed is on its disk.</summary>
public class PostgresIndexTests
{
    [Fact]
    public async Task ATableThatIsGoneIsDamage()
    {
        await using EmptyIndex at = await EmptyIndex.CreateAsync(StoreKind.Remote);
        await at.ExecuteAsync("DROP TABLE tags; DROP TABLE pictures");
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => at.Index.SumAsync(CancellationToken.None));
        Assert.Equal(VaeCodecErrorKind.Corrupt, error.Kind);
    }

    [Fact]
    public async Task ASettingsRowIsWrittenOnce()
    {
        var url = new PostgresUrl((await RemoteServers.GetAsync()).NewPlace().Database);
        await using NpgsqlDataSource source = url.Connect();
        Assert.Null(await PostgresIndex.ReadAsync(source, CancellationToken.None));
        await PostgresIndex.CreateAsync(source, url.SchemaName, CancellationToken.None);
        Assert.True(await PostgresIndex.InsertAsync(source, new("{}", "first"), CancellationToken.None));
        Assert.False(await PostgresIndex.InsertAsync(source, new("{}", "second"), CancellationToken.None));
        Assert.Equal("first", (await PostgresIndex.ReadAsync(source, CancellationToken.None))!.Blobs);
    }

    [Fact]
    public async Task CommitsWaitForTheDisk()
    {
        PostgresServer server = (await RemoteServers.GetAsync()).Postgres;
        await using NpgsqlDataSource source = new PostgresUrl(server.Url("public")).Connect();
        await using NpgsqlCommand command = source.CreateCommand("SELECT setting || ' ' || source FROM pg_settings WHERE name = $1");
        command.Parameters.AddWithValue("synchronous_commit");
        Assert.Equal("on client", await command.ExecuteScalarAsync());
    }
}
