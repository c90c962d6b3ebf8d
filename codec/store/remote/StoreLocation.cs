using Npgsql;
using VaeCodec.Store.Blobs;
using VaeCodec.Store.Content;
using VaeCodec.Store.Remote.Postgres;
using VaeCodec.Store.Remote.S3;

namespace VaeCodec.Store.Remote;

/// <summary>
/// Makes and opens stores wherever they are: in a folder, or in PostgreSQL with the blobs in S3. A location is a folder or a URL
/// <c>postgresql://user@host:5432/database?schema=vaecodec</c>; passwords and keys come from the environment (PGPASSWORD, PGPASSFILE,
/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or whatever else Npgsql and AWS's SDK look for).
/// </summary>
public static class StoreLocation
{
    /// <summary>Whether a location is a URL; otherwise it is a folder.</summary>
    public static bool IsRemote(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.StartsWith(PostgresUrl.Scheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Makes a store.</summary>
    /// <param name="location">A folder, or the URL of a database that is there.</param>
    /// <param name="blobs">For a database: where the blobs go, <c>s3://bucket/prefix?endpoint=https://host&amp;region=eu-central-1</c>, or
    /// a folder that all who use the store share. Nothing else may be there. The database keeps it.</param>
    /// <param name="policy">As for <see cref="PictureStore.CreateAsync"/>.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">There is a store, or something where the blobs go, or it cannot be reached.</exception>
    /// <exception cref="VaeCodecException">BadArgument: a location, or a policy that cannot be kept with the store.</exception>
    public static async Task<IPictureStore> CreateAsync(string location, string? blobs = null, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        if (!IsRemote(location))
        {
            return blobs is null ? await PictureStore.CreateAsync(location, policy, cancellationToken).ConfigureAwait(false)
                : throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                    "a folder's blobs are beside its index; a place for them goes with a postgresql:// URL");
        }

        var url = new PostgresUrl(location);
        if (blobs is null)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, "say where the blobs go, such as s3://bucket/prefix");
        policy ??= new();
        StoreFile.RequirePlaceFor(policy);
        string place = IsBucket(blobs) ? blobs : Path.GetFullPath(blobs);
        NpgsqlDataSource source = url.Connect();
        IBlobStore? at = null;
        try
        {
            at = IsBucket(place) ? new S3Blobs(new(place)) : FolderBlobs.Create(place);
            await PostgresIndex.CreateAsync(source, url.SchemaName, cancellationToken).ConfigureAwait(false);
            if (await PostgresIndex.ReadAsync(source, cancellationToken).ConfigureAwait(false) is not null)
                throw Taken(location);
            await foreach (BlobEntry _ in at.ListAsync(cancellationToken).ConfigureAwait(false))
                throw new IOException($"{place}: there is something in it; a store's blobs take a place of their own");
            // It holds the place against a second store; verifying passes over what is no blob.
            byte[] settings = StoreFile.ToJson(policy);
            await at.PutAsync(StoreFile.Name, settings, cancellationToken).ConfigureAwait(false);
            // last: it is what makes it a store
            if (!await PostgresIndex.InsertAsync(source, new(System.Text.Encoding.UTF8.GetString(settings), place), cancellationToken)
                .ConfigureAwait(false))
                throw Taken(location);
            return new ContentStore(PostgresIndex.Over(source), at, policy);
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            if (at is not null)
                await at.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens the store at a location.</summary>
    /// <exception cref="IOException">There is none, or it or its blobs cannot be reached.</exception>
    /// <exception cref="VaeCodecException">BadArgument: a location. Unsupported: a later version has made the store. Corrupt: what it says
    /// of itself is damaged.</exception>
    public static async Task<IPictureStore> OpenAsync(string location, CancellationToken cancellationToken = default)
    {
        if (!IsRemote(location))
            return await PictureStore.OpenAsync(location, cancellationToken).ConfigureAwait(false);
        NpgsqlDataSource source = new PostgresUrl(location).Connect();
        IBlobStore? blobs = null;
        try
        {
            StoreRow row = await PostgresIndex.ReadAsync(source, cancellationToken).ConfigureAwait(false)
                ?? throw new IOException($"{location}: is no store; 'vaecodec store init' makes one");
            StorePolicy policy = StoreFile.Parse(System.Text.Encoding.UTF8.GetBytes(row.Policy), location);
            blobs = BlobsAt(row.Blobs);
            // A folder that is not mounted here would be made anew on this machine, and what is put into it lost to all others.
            if (await blobs.GetAsync(StoreFile.Name, cancellationToken).ConfigureAwait(false) is null)
                throw new IOException($"{row.Blobs}: the store's blobs are not there on {Environment.MachineName}");
            return new ContentStore(PostgresIndex.Over(source), blobs, policy);
        }
        catch
        {
            if (blobs is not null)
                await blobs.DisposeAsync().ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Blobs where a store's row says.</summary>
    internal static IBlobStore BlobsAt(string place) => IsBucket(place) ? new S3Blobs(new(place)) : new FolderBlobs(place);

    private static bool IsBucket(string place) => place.StartsWith(S3Url.Scheme, StringComparison.OrdinalIgnoreCase);

    private static IOException Taken(string location) => new($"{location}: is a store already");
}
