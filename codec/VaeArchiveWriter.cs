using VaeCodec.Archives;
using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Vlae;
using VaeCodec.Models;

namespace VaeCodec;

/// <summary>Makes a .vaea archive: add pictures, then finish. Gray pictures of an image model's size, without metadata, are coded
/// losslessly and together, by bits-back coding; every other one is a .vaec file. Each gets the model that suits it: that of binary
/// pictures if it has nothing but 0 and 255 and there is one, else the default. Not for several threads at once.</summary>
public sealed class VaeArchiveWriter
{
    private readonly VaeArchiveOptions _options;
    private readonly VaeEncoder _encoder;
    private readonly ModelLibrary _models;
    private readonly VlaeModel? _wanted;
    private readonly List<ArchiveItem> _items = [];
    private readonly HashSet<string> _stems = new(StringComparer.Ordinal);
    private readonly List<(VlaeModel Model, List<ReadOnlyMemory<byte>> Pictures)> _sets = [];

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
        _wanted = _options.ImageModel is { } name ? models.Choose(ModelKind.Vlae, name) : null;
    }

    /// <summary>Adds a picture; one that gets a file of its own is encoded at once.</summary>
    /// <param name="name">Its name, such as <c>beach.jpg</c>; see <see cref="ArchiveNames"/>. The extension says what it was and tells no
    /// two apart.</param>
    /// <param name="image">The picture.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">BadArgument: a name that it cannot have or that is taken. Otherwise as
    /// <see cref="VaeEncoder.Encode"/>.</exception>
    public VaeArchiveKind Add(string name, PixelImage image, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!ArchiveNames.IsValid(name))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"'{name}' cannot be the name of a picture in an archive; rename it");
        if (_stems.Contains(ArchiveNames.Stem(name)))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"two pictures are called '{ArchiveNames.Stem(name)}', but for their extensions; rename one");
        if ((image.Metadata.IsEmpty || _options.Encoder.Strip) && ImageModels.For(_models, image, _wanted) is { } model)
        {
            int set = SetOf(model);
            _sets[set].Pictures.Add((byte[])image.Pixels.Clone());
            _items.Add(new(name, null, set));
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
        int restart = _options.Restart, done = 0, threads = _options.Encoder.Threads > 0 ? _options.Encoder.Threads
            : Environment.ProcessorCount;
        byte[][][] streams = [.. _sets.Select(set => new byte[(set.Pictures.Count + restart - 1) / restart][])];
        long[] initialBits = new long[_sets.Count];
        (int Set, int Chain)[] jobs = [.. streams.SelectMany((chains, set) => Enumerable.Range(0, chains.Length)
            .Select(chain => (set, chain)))];
        Parallel.ForEach(jobs, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, job =>
        {
            (VlaeModel model, List<ReadOnlyMemory<byte>> pictures) = _sets[job.Set];
            int first = job.Chain * restart;
            streams[job.Set][job.Chain] = BitsBackChain.Encode(new VlaeLatentModel(model, new() { CancellationToken = cancellationToken }),
                pictures.GetRange(first, Math.Min(restart, pictures.Count - first)), out long initial);
            lock (streams)
            {
                initialBits[job.Set] += initial;
                progress?.Report(++done / (double)jobs.Length);
            }
        });
        byte[] bytes = new ArchiveFile(_items, [.. _sets.Select((set, i)
            => new ArchiveChains(set.Model.Id, set.Model.Spec.Side, restart, [.. streams[i].Select(s => (ReadOnlyMemory<byte>)s)]))])
                .Write();
        VaeArchiveChains[] chains = [.. _sets.Select((set, i) => new VaeArchiveChains(_models.Describe(set.Model.Id), set.Pictures.Count,
            set.Pictures.Sum(pixels => (long)pixels.Length), 8 * streams[i].Sum(s => (long)s.Length) - initialBits[i], initialBits[i]))];
        return new(bytes, _items.Count, chains, _items.Sum(item => (long)(item.File?.Length ?? 0)));
    }

    /// <summary>Sets come in the order in which their models are first used.</summary>
    private int SetOf(VlaeModel model)
    {
        int set = _sets.FindIndex(s => s.Model.Id == model.Id);
        if (set >= 0)
            return set;
        _sets.Add((model, []));
        return _sets.Count - 1;
    }
}
