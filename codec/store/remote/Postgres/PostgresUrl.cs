using System.Text.RegularExpressions;
using Npgsql;

namespace VaeCodec.Store.Remote.Postgres;

/// <summary>A database as <c>postgresql://user@host:5432/database?schema=vaecodec</c>. Who is not named, and the password, come from
/// PGUSER, PGPASSWORD and PGPASSFILE, as Npgsql reads them.</summary>
internal sealed partial class PostgresUrl
{
    /// <summary>The scheme, with what follows it.</summary>
    public const string Scheme = "postgresql://";

    private const string Schema = "schema", Host = "host", Mode = "sslmode", Pool = "pool", Alone = "vaecodec";
    private const int DefaultPort = 5432, DefaultPool = 16, LargestPool = 1000;

    private readonly NpgsqlConnectionStringBuilder _connection;

    /// <summary>Reads one.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public PostgresUrl(string text)
    {
        var url = new LocationUrl(text, Schema, Host, Mode, Pool);
        SchemaName = url[Schema] ?? Alone;
        if (!SchemaWord().IsMatch(SchemaName))
            throw url.Bad("a schema is of small letters, digits and underscores, 40 at most");
        if (url.Path.Length == 0 || url.Path.Contains('/', StringComparison.Ordinal))
            throw url.Bad("it names no database, as postgresql://host/database does");
        int pool = DefaultPool;
        if (url[Pool] is { } given && !(int.TryParse(given, out pool) && pool is > 0 and <= LargestPool))
            throw url.Bad($"{Pool} is a number of connections from 1 to {LargestPool}");
        _connection = new()
        {
            Host = url[Host] ?? (url.Url.Host.Length == 0 ? "localhost" : url.Url.Host),
            Port = url.Url.Port < 0 ? DefaultPort : url.Url.Port,
            Database = url.Path,
            Username = url.User,
            SearchPath = SchemaName,
            ApplicationName = "vaecodec",
            MaxPoolSize = pool,
            // What is committed is on the server's disk, whatever the server's settings say.
            Options = "-c synchronous_commit=on",
        };
        if (url[Mode] is { } mode)
        {
            _connection.SslMode = Enum.TryParse(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out SslMode known)
                && !int.TryParse(mode, out _) ? known : throw url.Bad($"{Mode} is {string.Join(", ", Enum.GetNames<SslMode>())}");
        }
    }

    /// <summary>The schema that holds the tables.</summary>
    public string SchemaName { get; }

    /// <summary>How to connect, for those that do so themselves.</summary>
    /// <param name="schema">The schema of their tables; null for that of the URL.</param>
    public string ConnectionString(string? schema = null)
        => new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { SearchPath = schema ?? SchemaName }.ConnectionString;

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Connect(string? schema = null)
        => new NpgsqlSlimDataSourceBuilder(ConnectionString(schema)).EnableTransportSecurity().Build();

    [GeneratedRegex(@"^[a-z_][a-z0-9_]{0,39}\z")]
    private static partial Regex SchemaWord();
}
