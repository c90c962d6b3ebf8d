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
        string id = SourceId.Of(file.Span);
        return await PutAsync(id, name, file.Length, () => Importer.Import(file, policy ?? Policy, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<PutResult> PutAsync(PixelImage image, string name, StorePolicy? policy = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return await PutAsync(SourceId.Of(image), name, image.Pixels.Length,
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

    public async Task<PixelImage> GetPixelsAsync(string id, DecoderOptions? options = null, CancellationToken cancellationToken = default)
    {
        StoredPicture picture = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        byte[] file = await ReadAsync(picture, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Decode(picture, file, options ?? new(), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<byte[]> ExportAsync(string id, string suffix, ImageSaveOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        StoredPicture picture = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (string.Equals(suffix, picture.Format, StringComparison.OrdinalIgnoreCase))
            return await ReadAsync(picture, cancellationToken).ConfigureAwait(false);
        if (string.Equals(suffix, StoredForm.Vaec, StringComparison.OrdinalIgnoreCase))
        {
            PixelImage original = await GetPixelsAsync(picture.Id, null, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => new VaeEncoder(policy.Encoder).Encode(original, cancellationToken: cancellationToken).Bytes,
                cancellationToken).ConfigureAwait(false);
        }

        ImageFile.RequireWritable(suffix, options);
        PixelImage image = await GetPixelsAsync(picture.Id, null, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => ImageFile.SaveToBytes(image, suffix, options), cancellationToken).ConfigureAwait(false);
    }

    public async Task TagAsync(string id, IEnumerable<string> add, IEnumerable<string>? remove = null,
        CancellationToken cancellationToken = default)
    {
        string[] added = [.. add], removed = [.. remove ?? []];
        if (added.Concat(removed).FirstOrDefault(tag => tag.Length == 0 || tag.Any(char.IsControl)) is not null)
            throw Bad("a tag is empty, or has a control character");
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
    internal static PixelImage Decode(StoredPicture picture, byte[] file, DecoderOptions options, CancellationToken cancellationToken)
        => picture.Format == StoredForm.Vaec ? new VaeDecoder(options).Decode(file, cancellationToken: cancellationToken)
            : ImageFile.Load(file, new ImageFileOptions { MaxPixels = options.MaxPixels, ReduceDepth = true }, cancellationToken);

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

    private async Task<PutResult> PutAsync(string id, string name, long sourceBytes, Func<StoredForm> import,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (await KnownAsync(id, cancellationToken).ConfigureAwait(false) is { } known)
            return known;
        StoredForm form = await Task.Run(import, cancellationToken).ConfigureAwait(false);
        var picture = new StoredPicture
        {
            Id = id,
            Name = name,
            Width = form.Width,
            Height = form.Height,
            Channels = form.Channels,
            Format = form.Format,
            Mode = form.Mode,
            SourceBytes = sourceBytes,
            StoredBytes = form.File.Length,
            Taken = form.Exif.Taken,
            Added = SqlTime.Round(DateTime.UtcNow),
            Camera = form.Exif.Camera,
            BlobKey = BlobKey.New(id, form.Format),
            BlobHash = SHA256.HashData(form.File.Span),
        };
        await blobs.PutAsync(picture.BlobKey, form.File, cancellationToken).ConfigureAwait(false);
        if (await index.AddAsync(picture, cancellationToken).ConfigureAwait(false))
            return new(picture, PutStatus.Added);

        // Somebody else has put the same meanwhile.
        await blobs.DeleteAsync(picture.BlobKey, cancellationToken).ConfigureAwait(false);
        return await KnownAsync(id, cancellationToken).ConfigureAwait(false)
            ?? await PutAsync(id, name, sourceBytes, import, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What there is of an id, back from deletion.</summary>
    private async Task<PutResult?> KnownAsync(string id, CancellationToken cancellationToken)
    {
        if ((await index.FindAsync(id, 1, cancellationToken).ConfigureAwait(false)).SingleOrDefault() is not { } known)
            return null;
        if (known.Deleted is null)
            return new(known, PutStatus.Present);
        return await index.SetDeletedAsync(id, null, cancellationToken).ConfigureAwait(false)
            ? new(known with { Deleted = null }, PutStatus.Restored)
            : await KnownAsync(id, cancellationToken).ConfigureAwait(false);
    }
}
