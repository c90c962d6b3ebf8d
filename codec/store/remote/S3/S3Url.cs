using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace VaeCodec.Store.Remote.S3;

/// <summary>A bucket, or what in it begins alike, as <c>s3://bucket/prefix?endpoint=https://host&amp;region=eu-central-1</c>. Who asks is
/// told by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or by the other ways in which AWS's SDK looks for it.</summary>
internal sealed class S3Url
{
    /// <summary>The scheme, with what follows it.</summary>
    public const string Scheme = "s3://";

    private const string Endpoint = "endpoint", Region = "region", AnyRegion = "us-east-1";
    private const int Retries = 4;

    private readonly string? _endpoint, _region;

    /// <summary>Reads one.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public S3Url(string text)
    {
        var url = new LocationUrl(text, Endpoint, Region);
        if (url.Url.Scheme + "://" != Scheme || url.Url.Host.Length == 0)
            throw url.Bad("it names no bucket, as s3://bucket/prefix does");
        if (url.User is not null || !url.Url.IsDefaultPort)
            throw url.Bad("a bucket has no user and no port; who asks is told by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        (Text, Bucket, Prefix, _endpoint, _region) = (text, url.Url.Host, url.Path, url[Endpoint], url[Region]);
        if (_endpoint is not null && !(Uri.TryCreate(_endpoint, UriKind.Absolute, out Uri? at) && at.Scheme is "http" or "https"
            && at.UserInfo.Length == 0))
            throw url.Bad($"{Endpoint} is a URL such as https://storage.example, without a user");
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>What is in front of the keys, without a slash at its end; may be empty.</summary>
    public string Prefix { get; }

    /// <summary>A client.</summary>
    /// <exception cref="IOException">It is not known who asks, or where.</exception>
    public AmazonS3Client Connect()
    {
        // Checksums that came after 2023, and bodies signed in pieces, are what other makers' servers do not know.
        var config = new AmazonS3Config
        {
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = Retries,
        };
        if (_endpoint is not null)
        {
            config.ServiceURL = _endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = _region ?? AnyRegion;
        }
        else if (_region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(_region);
        }

        try
        {
            return new(config);
        }
        catch (AmazonClientException cause)
        {
            throw new IOException($"{Text}: cannot be used: {cause.Message}", cause);
        }
    }
}
