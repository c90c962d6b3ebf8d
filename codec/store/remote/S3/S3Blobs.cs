using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using VaeCodec.Store.Blobs;

namespace VaeCodec.Store.Remote.S3;

/// <summary>Blobs as objects of S3 or of what speaks like it. An object is there whole or not at all, and once its writing has been
/// answered it stays; it is written at one go, since not every such server joins parts as it should.</summary>
internal sealed class S3Blobs(S3Url url) : IBlobStore
{
    private readonly AmazonS3Client _client = url.Connect();
    private readonly string _prefix = url.Prefix.Length == 0 ? "" : url.Prefix + "/";

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        => RunAsync(key, async () =>
        {
            using var body = new MemoryStream(content.ToArray(), writable: false);
            return await _client.PutObjectAsync(new()
            {
                BucketName = url.Bucket,
                Key = _prefix + key,
                InputStream = body,
                UseChunkEncoding = false,
            }, cancellationToken).ConfigureAwait(false);
        });

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => GetAsync(key, long.MaxValue, cancellationToken);

    /// <summary>An object, unless it is too large to be of use.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="mostBytes">A larger one is not fetched.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">BadImage: it is larger.</exception>
    public Task<byte[]?> GetAsync(string key, long mostBytes, CancellationToken cancellationToken)
        => RunAsync(key, async () =>
        {
            try
            {
                using GetObjectResponse answer = await _client.GetObjectAsync(url.Bucket, _prefix + key, cancellationToken)
                    .ConfigureAwait(false);
                if (answer.ContentLength > mostBytes)
                    throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"it has more than {mostBytes} bytes");
                using var content = new MemoryStream();
                await answer.ResponseStream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
                return content.ToArray();
            }
            catch (AmazonS3Exception missing) when (missing is { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
            {
                return null;
            }
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
        => RunAsync(key, () => _client.DeleteObjectAsync(url.Bucket, _prefix + key, cancellationToken));

    public async IAsyncEnumerable<BlobEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = url.Bucket, Prefix = _prefix };
        while (true)
        {
            ListObjectsV2Response page = await RunAsync("", () => _client.ListObjectsV2Async(request, cancellationToken))
                .ConfigureAwait(false);
            foreach (S3Object found in page.S3Objects ?? [])
                yield return new(found.Key[_prefix.Length..], (found.LastModified ?? DateTime.UtcNow).ToUniversalTime());
            if (page.IsTruncated != true)
                yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Does something; what the server says against it becomes one of the store's own errors.</summary>
    private async Task<T> RunAsync<T>(string key, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is AmazonServiceException or AmazonClientException or HttpRequestException
            or WebException or InvalidOperationException or UnauthorizedAccessException or TimeoutException
            or OperationCanceledException { InnerException: TimeoutException })
        {
            throw new IOException($"{NameOf(key)}: {cause.Message}", cause);
        }
    }

    private string NameOf(string key) => $"{S3Url.Scheme}{url.Bucket}/{_prefix}{key}";
}
