using System.Security.Cryptography;
using VaeCodec.Store.Blobs;
using VaeCodec.Store.Import;
using VaeCodec.Store.Index;

namespace VaeCodec.Store.Content;

/// <summary>Puts a source into a store, beside others who may put, delete or purge the same.</summary>
internal sealed class Putting(IPictureIndex index, IBlobStore blobs)
{
    /// <summary>Runs.</summary>
    /// <param name="id">The source's.</param>
    /// <param name="name">What to call it, if it is new.</param>
    /// <param name="sourceBytes">Bytes of the source.</param>
    /// <param name="import">Makes what is to be stored; not called where that is there and sound.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<PutResult> RunAsync(string id, string name, long sourceBytes, Func<StoredForm> import,
        CancellationToken cancellationToken)
    {
        StoredForm? form = null;
        while (true)
        {
            StoredPicture? known = (await index.FindAsync(id, 1, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
            if (known is not null && await IsSoundAsync(known, cancellationToken).ConfigureAwait(false))
            {
                if (known.Deleted is null)
                    return new(known, PutStatus.Present);
                if (await index.SetDeletedAsync(id, null, cancellationToken).ConfigureAwait(false))
                    return new(known with { Deleted = null }, PutStatus.Restored);
                continue; // somebody else has restored or purged it meanwhile
            }

            form ??= await Task.Run(import, cancellationToken).ConfigureAwait(false);
            StoredPicture picture = Entry(known, id, name, sourceBytes, form);
            await blobs.PutAsync(picture.BlobKey, form.File, cancellationToken).ConfigureAwait(false);
            if (known is null && await index.AddAsync(picture, cancellationToken).ConfigureAwait(false))
                return new(picture, PutStatus.Added);
            if (known is not null && await index.ReplaceAsync(picture, known.BlobKey, cancellationToken).ConfigureAwait(false))
            {
                await blobs.DeleteAsync(known.BlobKey, cancellationToken).ConfigureAwait(false);
                return new(picture, PutStatus.Repaired);
            }

            // Somebody else has put or purged the same meanwhile.
            await blobs.DeleteAsync(picture.BlobKey, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The entry of what is stored; of a picture that was known, name and tags and when it was put stay.</summary>
    private static StoredPicture Entry(StoredPicture? known, string id, string name, long sourceBytes, StoredForm form)
    {
        return new()
        {
            Id = id,
            Name = known?.Name ?? name,
            Width = form.Width,
            Height = form.Height,
            Channels = form.Channels,
            Format = form.Format,
            Mode = form.Mode,
            SourceBytes = sourceBytes,
            StoredBytes = form.File.Length,
            Taken = form.Exif.Taken,
            Added = known?.Added ?? SqlTime.Round(DateTime.UtcNow),
            Camera = form.Exif.Camera,
            Tags = known?.Tags ?? [],
            BlobKey = BlobKey.New(id, form.Format),
            BlobHash = SHA256.HashData(form.File.Span),
        };
    }

    /// <summary>Whether a picture's blob is as it was written.</summary>
    /// <exception cref="IOException">It cannot be read now, which says nothing of it.</exception>
    private async Task<bool> IsSoundAsync(StoredPicture picture, CancellationToken cancellationToken)
    {
        try
        {
            await ContentStore.ReadAsync(blobs, picture, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (VaeCodecException bad) when (bad.Kind == VaeCodecErrorKind.Corrupt)
        {
            return false;
        }
    }
}
