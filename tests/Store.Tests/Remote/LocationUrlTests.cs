using VaeCodec.Store.Remote.Postgres;
using VaeCodec.Store.Remote.S3;
using Xunit;

namespace VaeCodec.Store.Tests.Remote;

/// <summary>URLs say what they mean, or are refused.</summary>
public class LocationUrlTests
{
    [Theory]
    [InlineData("postgresql://me:secret@host/db", "password")]
    [InlineData("postgresql://host", "no database")]
    [InlineData("postgresql://host/a/b", "no database")]
    [InlineData("postgresql://host/db?schema=Upper", "schema")]
    [InlineData("postgresql://host/db?schema=a;drop", "schema")]
    [InlineData("postgresql://host/db?scheme=a", "a setting is unknown")]
    [InlineData("postgresql://host/db?schema=a&schema=b", "twice")]
    [InlineData("postgresql://host/db?schema=a%0A", "schema")]
    [InlineData("postgresql://me:1/secret@host/db", "no database")]
    [InlineData("postgresql://me:1?secret@host/db", "a setting is unknown")]
    [InlineData("postgresql://me:1#secret@host/db", "no database")]
    [InlineData("postgresql://me:a#secret@host/db", "no URL")]
    [InlineData("postgresql://host/db?password=secret", "a setting is unknown")]
    [InlineData("postgresql://host/db?sslmode=7", "sslmode")]
    [InlineData("postgresql://host/db?pool=0", "pool")]
    public void ADatabaseIsNamedRightly(string text, string word)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new PostgresUrl(text));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://key:secret@bucket/prefix", "password")]
    [InlineData("s3://key@bucket/prefix", "no user")]
    [InlineData("s3://bucket:80/prefix", "no port")]
    [InlineData("s3:///prefix", "no bucket")]
    [InlineData("s3://bucket?endpoint=host", "endpoint")]
    [InlineData("s3://bucket?endpoint=http://key:secret@host", "without a user")]
    [InlineData("s3://bucket?endpoint=key:secret@host", "endpoint")]
    [InlineData("s3://bucket?endpoint=file:///etc", "endpoint")]
    public void ABucketIsNamedRightly(string text, string word)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new S3Url(text));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsAreAsGiven()
    {
        var bucket = new S3Url("s3://bucket/a/b%20c/?region=eu-central-1");
        Assert.Equal(("bucket", "a/b c"), (bucket.Bucket, bucket.Prefix));
        var near = new Npgsql.NpgsqlConnectionStringBuilder(new PostgresUrl("postgresql:///db?host=/run/postgresql&sslmode=verify-full")
            .ConnectionString("other"));
        Assert.Equal(("/run/postgresql", "db", 5432, "other", Npgsql.SslMode.VerifyFull),
            (near.Host, near.Database, near.Port, near.SearchPath, near.SslMode));
        var far = new Npgsql.NpgsqlConnectionStringBuilder(new PostgresUrl("postgresql://me%40home@host:99/db").ConnectionString());
        Assert.Equal(("host", "me@home", 99, "vaecodec"), (far.Host, far.Username, far.Port, far.SearchPath));
    }
}
