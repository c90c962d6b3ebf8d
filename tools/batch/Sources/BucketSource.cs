using VaeCodec.Store.Remote.S3;
using VaeCodec.Tool.Files;

namespace VaeCodec.Batch.Sources;

/// <summary>Objects of a bucket, under a prefix.</summary>
internal sealed class BucketSource(S3Url url) : ISource
{
    private readonly S3Blobs _objects = new(url);

    public async Task<bool> IsAwayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _objects.ListAsync(cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken)
        => _objects.ListAsync(cancellationToken).Select(found => found.Key)
            .Where(key => FileNames.IsPicture(key) || FileNames.IsVaec(key));

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
        => _objects.GetAsync(name, Source.MostBytes, cancellationToken);

    public ValueTask DisposeAsync() => _objects.DisposeAsync();
}
