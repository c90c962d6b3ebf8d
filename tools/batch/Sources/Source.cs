using VaeCodec.Store.Remote.S3;

namespace VaeCodec.Batch.Sources;

/// <summary>Sources by the text that names them in a batch.</summary>
internal static class Source
{
    /// <summary>Of names that are whole paths.</summary>
    public const string List = "";

    /// <summary>A larger file or object is no picture that a worker should hold in its memory.</summary>
    public const long MostBytes = 1 << 30;

    /// <summary>A source as other machines can find it.</summary>
    /// <param name="name">A folder, or <c>s3://bucket/prefix</c>.</param>
    /// <exception cref="VaeCodecException">BadArgument: a URL that cannot be used.</exception>
    /// <exception cref="IOException">It is no folder.</exception>
    public static string Whole(string name)
    {
        if (IsBucket(name))
            return new S3Url(name).Text;
        return FileSystem.IsFolder(name) ? Path.GetFullPath(name)
            : throw new IOException($"{name}: is no folder; give folders, s3://..., or --list FILE");
    }

    /// <summary>Opens one.</summary>
    /// <param name="whole">As <see cref="Whole"/> gives it, or <see cref="List"/>.</param>
    public static ISource Open(string whole) => IsBucket(whole) ? new BucketSource(new(whole)) : new FolderSource(whole);

    private static bool IsBucket(string name) => name.StartsWith(S3Url.Scheme, StringComparison.OrdinalIgnoreCase);
}
