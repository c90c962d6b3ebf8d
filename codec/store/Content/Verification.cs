using System.Diagnostics;
using VaeCodec.Store.Blobs;
using VaeCodec.Store.Index;

namespace VaeCodec.Store.Content;

/// <summary>Checks a store: every entry's blob, then every blob's entry.</summary>
internal sealed class Verification(IPictureIndex index, IBlobStore blobs, VerifyOptions options)
{
    // What is in a store was let in, whatever work it takes.
    private readonly DecoderOptions _decoder = options.Decoder with { MaxWork = options.Decoder.MaxWork ?? long.MaxValue };

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<StoreFault> _faults = [];
    private long _pictures, _bytes, _removed, _left;

    /// <summary>Runs.</summary>
    public async Task<VerifyReport> RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        StoreStatistics all = await index.SumAsync(cancellationToken).ConfigureAwait(false);
        foreach (bool deleted in new[] { false, true })
        {
            await foreach (StoredPicture picture in index.ListAsync(new() { Deleted = deleted }, cancellationToken).ConfigureAwait(false))
            {
                await CheckAsync(picture, cancellationToken).ConfigureAwait(false);
                progress?.Report(Math.Min(1, (double)_pictures / (all.Pictures + all.Deleted)));
            }
        }

        try
        {
            await CollectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsFault(error))
        {
            _faults.Add(new("", "", $"blobs that nothing tells of could not all be looked for: {error.Message}"));
        }

        return new(_pictures, _bytes, _faults, _removed, _left);
    }

    private static bool IsFault(Exception error) => error is VaeCodecException or IOException or UnauthorizedAccessException;

    private async Task CheckAsync(StoredPicture picture, CancellationToken cancellationToken)
    {
        try
        {
            byte[] file = await ContentStore.ReadAsync(blobs, picture, cancellationToken).ConfigureAwait(false);
            _bytes += file.Length;
            if (options.Pixels)
                await Task.Run(() => CheckPixels(picture, file, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsFault(error))
        {
            // One that was purged since it was listed is no fault.
            if (await index.TellsOfAsync(picture.Id, picture.BlobKey, cancellationToken).ConfigureAwait(false))
                _faults.Add(new(picture.Id, picture.Name, error.Message));
        }

        _pictures++;
        await SlowDownAsync(cancellationToken).ConfigureAwait(false);
    }

    private void CheckPixels(StoredPicture picture, byte[] file, CancellationToken cancellationToken)
    {
        PixelImage image = ContentStore.Decode(picture, file, _decoder, null, cancellationToken);
        if ((image.Width, image.Height) != (picture.Width, picture.Height))
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                $"the picture is of {image.Width} x {image.Height}, and the index says {picture.Width} x {picture.Height}");
        }
    }

    /// <summary>Waits until what was read is no more than the rate allows.</summary>
    private async Task SlowDownAsync(CancellationToken cancellationToken)
    {
        if (options.BytesPerSecond is not { } rate)
            return;
        TimeSpan early = TimeSpan.FromSeconds((double)_bytes / rate) - _clock.Elapsed;
        if (early > TimeSpan.Zero)
            await Task.Delay(early, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the blobs that nothing tells of and that are old enough; counts them and the others.</summary>
    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        await foreach (BlobEntry blob in blobs.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (BlobKey.IdOf(blob.Key) is not { } id || await index.TellsOfAsync(id, blob.Key, cancellationToken).ConfigureAwait(false))
                continue; // what others have put there is not ours to remove
            if (options.OrphanAge is { } age && DateTime.UtcNow - blob.Written >= age)
            {
                await blobs.DeleteAsync(blob.Key, cancellationToken).ConfigureAwait(false);
                _removed++;
            }
            else
            {
                _left++;
            }
        }
    }
}
