using VaeCodec.Server.Telemetry;

namespace VaeCodec.Server.Caching;

/// <summary>Files that were made, in memory; and decoded pictures, packed, in memory and on the disk. Thread-safe.</summary>
internal sealed class PictureCache(ServeOptions options)
{
    private readonly MemoryCache _files = new(options.MemoryCacheBytes / 2), _pictures = new(options.MemoryCacheBytes / 2);
    private readonly DiskCache? _disk = options.CacheFolder is { } folder ? new(folder, options.DiskCacheBytes) : null;

    /// <summary>A file; null where it has to be made.</summary>
    public byte[]? FindFile(string tag)
    {
        byte[]? file = _files.Find(tag);
        ServerTelemetry.LookedUp("files", file is not null);
        return file;
    }

    /// <summary>Keeps a file.</summary>
    public void AddFile(string tag, byte[] file) => _files.Add(tag, file);

    /// <summary>A picture; null where it has to be decoded.</summary>
    public PixelImage? FindPicture(string tag)
    {
        PixelImage? picture = Find(tag);
        ServerTelemetry.LookedUp("pictures", picture is not null);
        return picture;
    }

    /// <summary>Keeps a picture.</summary>
    public async Task AddPictureAsync(string tag, PixelImage image, CancellationToken cancellationToken)
    {
        byte[] packed = PackedPicture.Pack(image);
        _pictures.Add(tag, packed);
        if (_disk is not null)
            await _disk.AddAsync(tag, packed, cancellationToken).ConfigureAwait(false);
    }

    private PixelImage? Find(string tag)
    {
        if (_pictures.Find(tag) is { } packed)
            return PackedPicture.Unpack(packed);
        if (_disk?.Find(tag) is not { } stored)
            return null;
        PixelImage? image = PackedPicture.Unpack(stored);
        if (image is null)
            _disk.Forget(tag); // damaged
        else
            _pictures.Add(tag, stored);
        return image;
    }
}
