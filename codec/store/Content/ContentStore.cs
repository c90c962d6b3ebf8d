using System.Security.Cryptography;
using VaeCodec.Images;
using VaeCodec.Store.Blobs;
using VaeCodec.Store.Import;
using VaeCodec.Store.Index;

namespace VaeCodec.Store.Content;

/// <summary>A store of an index and blobs. Writing: the blob, then its entry. Removing: the entry, then its blob. Whenever it stops in
/// between, there is a blob too many and never one too few.</summary>
internal sealed class ContentStore(IPictureIndex index, IBlobStore blobs, StorePolicy policy) : IPictureStore
{
    public StorePolicy Policy => policy;

    public async Task<PutResult> PutAsync(ReadOnlyMemory<byte> file, string name, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        Names.Require(name);
        string id = SourceId.Of(file.Span);
        return await new Putting(index, blobs).RunAsync(id, name, file.Length,
            () => Importer.Import(file, policy ?? Policy, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<PutResult> PutAsync(PixelImage image, string name, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        Names.Require(name);
        return await new Putting(index, blobs).RunAsync(SourceId.Of(image), name, image.Pixels.Length,
            () => Importer.Import(image, policy ?? Policy, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<StoredPicture?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<StoredPicture> found = await index.FindAsync(SourceId.Normal(id), 2, cancellationToken).ConfigureAwait(false);
        return found.Count < 2 ? found.SingleOrDefault()
            : throw Bad($"several pictures' ids begin with '{id}'; give more digits");
    }

    public IAsyncEnumerable<StoredPicture> ListAsync(PictureFilter? filter = null, CancellationToken cancellationToken = default)
        => index.ListAsync(filter ?? new(), cancellationToken);

    public async Task<byte[]> ReadAsync(string id, CancellationToken cancellationToken = default)
        => await ReadAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<PixelImage> GetPixelsAsync(string id, DecoderOptions? options = null, Action<string>? onWarning = null,
        CancellationToken cancellationToken = default)
    {
        StoredPicture picture = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        byte[] file = await ReadAsync(picture, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Decode(picture, file, options ?? new(), onWarning, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<byte[]> ExportAsync(string id, string suffix, ImageSaveOptions? options = null, DecoderOptions? decoder = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        StoredPicture picture = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (ImageFormat.Main(suffix) == ImageFormat.Main(picture.Format))
            return await ReadAsync(picture, cancellationToken).ConfigureAwait(false);
        bool isVaec = ImageFormat.Main(suffix) == StoredForm.Vaec;
        if (!isVaec)
            ImageFile.RequireWritable(suffix, options);
        PixelImage image = await GetPixelsAsync(picture.Id, decoder, options?.OnWarning, cancellationToken).ConfigureAwait(false);
        EncoderOptions encoder = policy.Encoder with { ModelsFolder = decoder?.ModelsFolder };
        return await Task.Run(() => isVaec ? new VaeEncoder(encoder).Encode(image, cancellationToken: cancellationToken).Bytes
            : ImageFile.SaveToBytes(image, suffix, options), cancellationToken).ConfigureAwait(false);
    }

    public async Task TagAsync(string id, IEnumerable<string> add, IEnumerable<string>? remove = null,
        CancellationToken cancellationToken = default)
    {
        string[] added = Tags.Valid(add), removed = Tags.Valid(remove ?? []);
        StoredPicture picture = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        await index.TagAsync(picture.Id, added, removed, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        StoredPicture picture = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        await index.SetDeletedAsync(picture.Id, DateTime.UtcNow, cancellationToken).ConfigureAwait(false);
    }

    public async Task RestoreAsync(string id, CancellationToken cancellationToken = default)
    {
        StoredPicture picture = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Missing(id);
        await index.SetDeletedAsync(picture.Id, null, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> PurgeAsync(TimeSpan grace, CancellationToken cancellationToken = default)
    {
        DateTime until = DateTime.UtcNow - grace;
        long purged = 0;
        await foreach (StoredPicture picture in index.ListAsync(new() { Deleted = true }, cancellationToken).ConfigureAwait(false))
        {
            if (picture.Deleted > until || !await index.RemoveAsync(picture.Id, until, cancellationToken).ConfigureAwait(false))
                continue;
            await blobs.DeleteAsync(picture.BlobKey, cancellationToken).ConfigureAwait(false);
            purged++;
        }

        return purged;
    }

    public Task<VerifyReport> VerifyAsync(VerifyOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
        => new Verification(index, blobs, options ?? new()).RunAsync(progress, cancellationToken);

    public Task<StoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) => index.SumAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await index.DisposeAsync().ConfigureAwait(false);
        await blobs.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The pixels of a stored file.</summary>
    internal static PixelImage Decode(StoredPicture picture, byte[] file, DecoderOptions options, Action<string>? onWarning,
        CancellationToken cancellationToken)
        => picture.Format == StoredForm.Vaec ? new VaeDecoder(options).Decode(file, cancellationToken: cancellationToken)
            : ImageFile.Load(file, new ImageFileOptions { MaxPixels = options.MaxPixels, ReduceDepth = true, OnWarning = onWarning },
                cancellationToken);

    /// <summary>A blob that has the checksum that the index tells.</summary>
    /// <exception cref="VaeCodecException">Corrupt.</exception>
    internal static async Task<byte[]> ReadAsync(IBlobStore blobs, StoredPicture picture, CancellationToken cancellationToken)
    {
        byte[] file = await blobs.GetAsync(picture.BlobKey, cancellationToken).ConfigureAwait(false)
            ?? throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"the blob {picture.BlobKey} is missing");
        return SHA256.HashData(file).AsSpan().SequenceEqual(picture.BlobHash) ? file
            : throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"the blob {picture.BlobKey} is damaged: its SHA-256 is another");
    }

    private static VaeCodecException Bad(string message) => new(VaeCodecErrorKind.BadArgument, message);

    private static VaeCodecException Missing(string id) => Bad($"there is no picture '{id}' in the store");

    private Task<byte[]> ReadAsync(StoredPicture picture, CancellationToken cancellationToken)
        => ReadAsync(blobs, picture, cancellationToken);

    private async Task<StoredPicture> RequireAsync(string id, CancellationToken cancellationToken)
        => await FindAsync(id, cancellationToken).ConfigureAwait(false) is { Deleted: null } picture ? picture : throw Missing(id);
}
