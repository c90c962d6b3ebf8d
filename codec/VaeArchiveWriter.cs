using VaeCodec.Archives;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Models;

namespace VaeCodec;

/// <summary>Makes a .vaea archive: add pictures, then finish. Gray pictures of an archive model's size, without metadata, are kept
/// losslessly, each where it takes the fewest bytes: chained with others by bits-back coding with one of the models, chained without a
/// model, or as a lossless .vaec file. Every other picture is a .vaec file under the encoder's options. Not for several threads at
/// once.</summary>
public sealed class VaeArchiveWriter
{
    private readonly VaeArchiveOptions _options;
    private readonly VaeEncoder _encoder;
    private readonly ModelLibrary _models;
    private readonly SmallPictures _small;
    private readonly List<ArchiveItem> _items = [];
    private readonly HashSet<string> _stems = new(StringComparer.Ordinal);
    private int _unfit;

    /// <summary>Begins an archive.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an option out of its range, or an image model that there is not.</exception>
    public VaeArchiveWriter(VaeArchiveOptions? options = null)
        : this(options, ModelLibrary.In(options?.Encoder.ModelsFolder))
    {
    }

    internal VaeArchiveWriter(VaeArchiveOptions? options, ModelLibrary models)
    {
        _models = models;
        _options = options ?? new();
        if (_options.Restart is < 1 or > ArchiveChains.MaxRestart)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"{_options.Restart} pictures in a chain; 1 to {ArchiveChains.MaxRestart} are possible");
        _encoder = new(_options.Encoder);
        VlaeChainCoding? wanted = _options.ImageModel is { } name ? new(models.Choose(ModelKind.Vlae, name)) : null;
        var lossless = new VaeEncoder(_options.Encoder with { Mode = Mode.Lossless(), Strip = false });
        _small = new(models, wanted, _options.Restart, (image, progress, cancellationToken) =>
            lossless.Encode(image, progress, cancellationToken).Bytes);
    }

    /// <summary>Adds a picture. A small one is coded by <see cref="Finish"/>, all others at once.</summary>
    /// <param name="name">Its name, such as <c>beach.jpg</c>; see <see cref="ArchiveNames"/>. The extension says what it was and tells no
    /// two apart.</param>
    /// <param name="image">The picture.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">BadArgument: a name that it cannot have or that is taken. Otherwise as
    /// <see cref="VaeEncoder.Encode"/>.</exception>
    public void Add(string name, PixelImage image, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        if (!ArchiveNames.IsValid(name))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"'{name}' cannot be the name of a picture in an archive; rename it");
        if (_stems.Contains(ArchiveNames.Stem(name)))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"two pictures are called '{ArchiveNames.Stem(name)}', but for their extensions; rename one");
        bool isBare = image.Metadata.IsEmpty || _options.Encoder.Strip;
        bool isSmall = isBare && _small.TryAdd(_items.Count, image);
        _unfit += isBare && _small.IsAsWanted(image) ? 0 : 1;
        _items.Add(new(name, isSmall ? default(ReadOnlyMemory<byte>?) : _encoder.Encode(image, progress, cancellationToken).Bytes));
        _stems.Add(ArchiveNames.Stem(name));
        progress?.Report(1);
    }

    /// <summary>Codes the chains and puts the archive together.</summary>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">BadArgument: no picture. LimitExceeded: 2^31 bytes or more.</exception>
    public VaeArchiveSummary Finish(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        int threads = _options.Encoder.Threads > 0 ? _options.Encoder.Threads : Environment.ProcessorCount;
        (IReadOnlyList<SmallPictures.CodedSet> sets, IReadOnlyDictionary<int, byte[]> files) = _small.Code(threads, progress,
            cancellationToken);
        ArchiveItem[] items = [.. _items];
        foreach ((int item, byte[] file) in files)
            items[item] = items[item] with { File = file };
        foreach ((int set, SmallPictures.CodedSet coded) in sets.Index())
        {
            foreach (SmallPictures.Small picture in coded.Pictures)
                items[picture.Item] = items[picture.Item] with { Set = set };
        }

        byte[] bytes = new ArchiveFile(items, [.. sets.Select(set => new ArchiveChains(set.Coding.ModelId, set.Coding.Side,
            _options.Restart, [.. set.Chains.Select(chain => (ReadOnlyMemory<byte>)chain.Stream)]))]).Write();
        return new(bytes, items.Length, [.. sets.Select(Describe)], items.Sum(item => (long)(item.File?.Length ?? 0)))
        {
            Unfit = _options.ImageModel is null ? 0 : _unfit,
        };
    }

    private VaeArchiveChains Describe(SmallPictures.CodedSet set)
    {
        long initialBits = set.Chains.Sum(chain => chain.InitialBits);
        return new(set.Coding is PlainChainCoding ? null : _models.Describe(set.Coding.ModelId), set.Pictures.Count,
            set.Pictures.Sum(picture => (long)picture.Pixels.Length), 8 * set.Chains.Sum(chain => (long)chain.Stream.Length) - initialBits,
            initialBits);
    }
}
