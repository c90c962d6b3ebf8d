using VaeCodec.Bitstream;
using VaeCodec.Images;
using VaeCodec.Inference;
using VaeCodec.Pipeline;

namespace VaeCodec.Archives;

/// <summary>Makes a .vaea archive: add pictures, then finish. Gray pictures of the image model's size, without metadata, are coded losslessly and together, by
/// bits-back coding; every other one is a .vaec file. Not for several threads at once.</summary>
public sealed class VaeArchiveWriter
{
    private readonly VaeArchiveOptions _options;
    private readonly VaeEncoder _encoder;
    private readonly VlaeModel _model = ImageModelStore.Default;
    private readonly List<ArchiveItem> _items = [];
    private readonly HashSet<string> _stems = new(StringComparer.Ordinal);
    private readonly List<ReadOnlyMemory<byte>> _chained = [];

    /// <summary>Begins an archive.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an option out of its range.</exception>
    public VaeArchiveWriter(VaeArchiveOptions? options = null)
    {
        _options = options ?? new();
        if (_options.Restart is < 1 or > ArchiveChains.MaxRestart)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"{_options.Restart} pictures in a chain; 1 to {ArchiveChains.MaxRestart} are possible");
        _encoder = new(_options.Encoder);
    }

    /// <summary>Adds a picture; one that gets a file of its own is encoded at once.</summary>
    /// <param name="name">Its name, such as <c>beach.jpg</c>; see <see cref="ArchiveNames"/>. The extension says what it was and tells no two apart.</param>
    /// <param name="image">The picture.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">BadArgument: a name that it cannot have or that is taken. Otherwise as <see cref="VaeEncoder.Encode"/>.</exception>
    public VaeArchiveKind Add(string name, PixelImage image, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!ArchiveNames.IsValid(name))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"'{name}' cannot be the name of a picture in an archive; rename it");
        if (_stems.Contains(ArchiveNames.Stem(name)))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"two pictures are called '{ArchiveNames.Stem(name)}', but for their extensions; rename one");
        if (IsSmall(image))
        {
            _chained.Add((byte[])image.Pixels.Clone());
            _items.Add(new(name, null));
        }
        else
        {
            _items.Add(new(name, _encoder.Encode(image, progress, cancellationToken).Bytes));
        }

        _stems.Add(ArchiveNames.Stem(name));
        progress?.Report(1);
        return _items[^1].File is null ? VaeArchiveKind.BitsBack : VaeArchiveKind.Vaec;
    }

    /// <summary>Codes the chains and puts the archive together.</summary>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">BadArgument: no picture. LimitExceeded: 2^31 bytes or more.</exception>
    public VaeArchiveSummary Finish(IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        byte[][] streams = new byte[(_chained.Count + _options.Restart - 1) / _options.Restart][];
        long initialBits = 0;
        int done = 0, threads = _options.Encoder.Threads > 0 ? _options.Encoder.Threads : Environment.ProcessorCount;
        Parallel.For(0, streams.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, chain =>
        {
            var model = new VlaeLatentModel(_model, new() { CancellationToken = cancellationToken });
            int first = chain * _options.Restart;
            streams[chain] = BitsBackChain.Encode(model, _chained.GetRange(first, Math.Min(_options.Restart, _chained.Count - first)), out long initial);
            lock (streams)
            {
                initialBits += initial;
                progress?.Report(++done / (double)streams.Length);
            }
        });
        ArchiveChains? chains = streams.Length == 0 ? null : new(_model.Id, _model.Spec.Side, _options.Restart, [.. streams.Select(s => (ReadOnlyMemory<byte>)s)]);
        byte[] bytes = new ArchiveFile(_items, chains).Write();
        return new(bytes, _items.Count, _chained.Count, _chained.Sum(pixels => (long)pixels.Length), 8 * streams.Sum(s => (long)s.Length) - initialBits, initialBits,
            _items.Sum(item => (long)(item.File?.Length ?? 0)));
    }

    private bool IsSmall(PixelImage image) => image.Width == _model.Spec.Side && image.Height == _model.Spec.Side && image.Channels == 1
        && image.Pixels.Length == _model.Spec.Side * _model.Spec.Side && (image.Metadata.IsEmpty || _options.Encoder.Strip);
}
