using VaeCodec.Images;

namespace VaeCodec.Store;

/// <summary>
/// Keeps pictures: puts, finds, lists, tags, deletes and checks them. A picture is known by the SHA-256 of the file that it came from, 64
/// hexadecimal digits, so that the same file is kept once; methods that take an id take an unambiguous beginning of it, of 4 digits or
/// more. Thread-safe; several processes may use a store at once.
/// </summary>
/// <remarks>What a <c>PutAsync</c> has returned is on the disk: the blob is written through and named before the index tells of it, so
/// that a process or machine that dies leaves at most a blob that nothing tells of, which <see cref="VerifyAsync"/> removes.</remarks>
public interface IPictureStore : IAsyncDisposable
{
    /// <summary>What pictures are kept as where a call does not say.</summary>
    StorePolicy Policy { get; }

    /// <summary>Keeps the picture of an image file or of a .vaec file.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="name">What to call it: a file's name, perhaps with its folders and '/' between them.</param>
    /// <param name="policy">What to keep it as; null for the store's own policy. Its <see cref="ImageFileOptions.OnWarning"/> is told
    /// what of the file is not in what is kept.</param>
    /// <param name="cancellationToken">Ends it early; nothing is kept then.</param>
    /// <exception cref="VaeCodecException">It is no picture, damaged, or over a limit.</exception>
    Task<PutResult> PutAsync(ReadOnlyMemory<byte> file, string name, StorePolicy? policy = null,
        CancellationToken cancellationToken = default);

    /// <summary>Keeps a picture that is in memory, known by the SHA-256 of its size, pixels and metadata.</summary>
    /// <exception cref="VaeCodecException">It cannot be coded.</exception>
    Task<PutResult> PutAsync(PixelImage image, string name, StorePolicy? policy = null, CancellationToken cancellationToken = default);

    /// <summary>A picture's entry, also of one that is deleted and not purged yet; null where there is none.</summary>
    /// <exception cref="VaeCodecException">BadArgument: the id is none, or several pictures' ids begin so.</exception>
    Task<StoredPicture?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The pictures that pass a filter, the latest first. Read in pages: what is added meanwhile may be missing.</summary>
    IAsyncEnumerable<StoredPicture> ListAsync(PictureFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>The stored file, a .vaec file or the original where that was kept; its checksum is checked.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such picture. Corrupt: the blob is missing or damaged.</exception>
    Task<byte[]> ReadAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The pixels, upright, with their metadata.</summary>
    /// <param name="id">The picture's.</param>
    /// <param name="options">Layers, scale and limits of .vaec files; of an original, its limit of pixels.</param>
    /// <param name="onWarning">Told, a line for each, what of an original is not in its pixels: further frames, 16 bits per
    /// channel.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">As for <see cref="ReadAsync"/>, and what decoding throws.</exception>
    Task<PixelImage> GetPixelsAsync(string id, DecoderOptions? options = null, Action<string>? onWarning = null,
        CancellationToken cancellationToken = default);

    /// <summary>The picture as a file in the format of a suffix such as <c>.png</c>; the stored file itself where it is of that
    /// format, whichever of the format's suffixes is given.</summary>
    /// <param name="id">The picture's.</param>
    /// <param name="suffix">Names the format.</param>
    /// <param name="options">How it is written; <see cref="ImageSaveOptions.OnWarning"/> is told what of the stored file is not in
    /// it.</param>
    /// <param name="decoder">How the stored file is decoded: models, limits.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">As for <see cref="GetPixelsAsync"/>; BadArgument: a suffix that is not written.</exception>
    Task<byte[]> ExportAsync(string id, string suffix, ImageSaveOptions? options = null, DecoderOptions? decoder = null,
        CancellationToken cancellationToken = default);

    /// <summary>Adds tags to a picture and takes others away.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such picture, or a tag that is empty or has a control character.</exception>
    Task TagAsync(string id, IEnumerable<string> add, IEnumerable<string>? remove = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a picture; until it is purged, <see cref="RestoreAsync"/> or another put brings it back.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such picture.</exception>
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Brings a deleted picture back.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such picture, or it is purged.</exception>
    Task RestoreAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Removes for good what was deleted at least so long ago; returns how many pictures that were.</summary>
    Task<long> PurgeAsync(TimeSpan grace, CancellationToken cancellationToken = default);

    /// <summary>Checks index against blobs, the checksum of every blob, and the pixels of every picture; removes blobs that nothing tells
    /// of. May run beside everything else.</summary>
    /// <param name="options">How thoroughly, and how fast.</param>
    /// <param name="progress">Told of the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    Task<VerifyReport> VerifyAsync(VerifyOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>How many pictures there are, and what they take.</summary>
    Task<StoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default);
}
