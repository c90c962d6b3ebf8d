using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using VaeCodec.Archives;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Vlae;
using VaeCodec.Models;
using VaeCodec.Picture;

namespace VaeCodec;

/// <summary>Reads a .vaea archive. The chain that was decoded last is kept, or why it cannot be decoded, so that none is decoded twice
/// where pictures are asked for by the place of their chain, <see cref="VaeArchiveEntry.Offset"/>. Not for several threads at
/// once.</summary>
public sealed class VaeArchive
{
    private readonly ArchiveFile _file;
    private readonly DecoderOptions _options;
    private readonly ModelLibrary _models;
    private readonly Func<uint, ModelId> _modelNames;
    private (int Set, int Chain) _decodedChain = (-1, -1);
    private byte[][] _decoded = [];
    private VaeCodecException? _chainFailure;
    private (ReadOnlyMemory<byte> File, VaeCodecException Failure)? _fileFailure;

    /// <summary>Reads the index.</summary>
    /// <param name="file">All bytes of the archive.</param>
    /// <param name="options">How its .vaec files are decoded.</param>
    /// <param name="cancellationToken">Looked at for every picture.</param>
    /// <exception cref="VaeCodecException">The bytes are not an archive with an intact index, or over the limits.</exception>
    public VaeArchive(ReadOnlyMemory<byte> file, DecoderOptions? options = null, CancellationToken cancellationToken = default)
        : this(file, options, ModelLibrary.In(options?.ModelsFolder), cancellationToken)
    {
    }

    internal VaeArchive(ReadOnlyMemory<byte> file, DecoderOptions? options, ModelLibrary models,
        CancellationToken cancellationToken = default)
    {
        _models = models;
        _modelNames = models.Describer();
        _options = options ?? new();
        DecodingMemory.Index(ArchiveFile.IndexBytes(file.Span)).Check(_options.MaxMemory);
        _file = ArchiveFile.Read(file, cancellationToken: cancellationToken);
        Entries = new ComputedList<VaeArchiveEntry>(_file.Items.Count, i => Describe(_file.Items[i]));
    }

    /// <summary>Reads a stream to its end, and the index of the archive in it, on the thread pool.</summary>
    /// <param name="source">The archive, from where the stream stands.</param>
    /// <param name="options">How its .vaec files are decoded.</param>
    /// <param name="cancellationToken">Takes effect within some tens of milliseconds.</param>
    /// <exception cref="VaeCodecException">The bytes are not an archive with an intact index, or over the limits.</exception>
    public static async Task<VaeArchive> OpenAsync(Stream source, DecoderOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        byte[] file = await WholeStream.ReadAsync(source, WholeStream.RequireArchive, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => new VaeArchive(file, options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The version of the format that the archive has.</summary>
    public int Version => _file.Version;

    /// <summary>Whether bytes begin as a .vaea archive does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> file) => ArchiveFile.IsArchive(file);

    /// <summary>The pictures, in their order; each is put together when it is asked for.</summary>
    /// <remarks>A .vaec file whose header cannot be read has the size 0 x 0 here; decoding it tells why.</remarks>
    public IReadOnlyList<VaeArchiveEntry> Entries { get; }

    /// <summary>Decodes a picture, with its chain where it is in one.</summary>
    /// <param name="entry">Its place among <see cref="Entries"/>.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">Its part of the archive is damaged, unsupported, over the limits, or needs weights that are not
    /// here.</exception>
    public PixelImage Decode(int entry, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        if (TryDecode(entry, out PixelImage? image, out VaeCodecException? failure, progress, cancellationToken))
            return image;
        ExceptionDispatchInfo.Throw(failure);
        return image;
    }

    /// <summary>The same without an exception, for those who go through many pictures: throwing one for each of a damaged archive's can
    /// take longer than all the rest.</summary>
    /// <param name="entry">Its place among <see cref="Entries"/>.</param>
    /// <param name="image">The picture.</param>
    /// <param name="failure">Why there is none; pictures of one chain share it.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Whether there is a picture.</returns>
    public bool TryDecode(int entry, [NotNullWhen(true)] out PixelImage? image, [NotNullWhen(false)] out VaeCodecException? failure,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArchiveItem item = _file.Items[entry];
        if (item.File is { } vaec)
            return TryDecodeFile(vaec, out image, out failure, progress, cancellationToken);
        ArchiveChains chains = _file.Sets[item.Set];
        Keep(item.Set, item.Place / chains.Restart, cancellationToken);
        (image, failure) = (null, _chainFailure);
        if (failure is not null)
            return false;
        progress?.Report(1);
        image = new(chains.Side, chains.Side, 1, (byte[])_decoded[item.Place % chains.Restart].Clone());
        return true;
    }

    /// <summary>Decodes a file unless it is the same, empty for one, that has failed last.</summary>
    private bool TryDecodeFile(ReadOnlyMemory<byte> vaec, [NotNullWhen(true)] out PixelImage? image,
        [NotNullWhen(false)] out VaeCodecException? failure, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (image, failure) = (null, null);
        if (_fileFailure is { } last && last.File.Span.SequenceEqual(vaec.Span))
        {
            failure = last.Failure;
            return false;
        }

        try
        {
            image = new VaeDecoder(_options).Decode(vaec, progress, cancellationToken);
            return true;
        }
        catch (VaeCodecException thrown)
        {
            _fileFailure = (vaec, failure = thrown);
            return false;
        }
    }

    /// <summary>Decodes a chain unless it was the last one. That it cannot be is kept, too: it would take as long for each of its
    /// pictures.</summary>
    private void Keep(int set, int chain, CancellationToken cancellationToken)
    {
        if ((set, chain) == _decodedChain)
            return;
        (_decodedChain, _decoded, _chainFailure) = ((-1, -1), [], null);
        try
        {
            _decoded = Chain(set, chain, cancellationToken);
        }
        catch (VaeCodecException failure)
        {
            _chainFailure = failure;
        }

        _decodedChain = (set, chain);
    }

    private byte[][] Chain(int set, int chain, CancellationToken cancellationToken)
    {
        ArchiveChains chains = _file.Sets[set];
        int pictures = chains.CountOf(chain);
        PixelLimit.CheckChain(chains.Side, pictures, _options.MaxPixels);
        VlaeModel? model = chains.HasModel ? _models.Get(ModelKind.Vlae, chains.ModelId) : null;
        DecodingWork.Chain(chains.Side, pictures, model?.Spec.Pixels.MultipliesPerPixel).Check(_options.MaxWork);
        ChainCoding coding = model is null ? new PlainChainCoding(chains.Side) : new VlaeChainCoding(model);
        DecodingMemory.Chain(chains.Side, pictures, coding.BytesFor(pictures)).Check(_options.MaxMemory);
        ReadOnlyMemory<byte> stream = chains.Intact(chain);
        if (coding.Side != chains.Side)
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                $"the archive's small pictures have side {chains.Side}, those of their model {coding.Side}");
        return coding.Decode(stream, pictures, chains.OffsetOf(chain), cancellationToken);
    }

    private VaeArchiveEntry Describe(ArchiveItem item)
    {
        if (item.File is { } vaec)
        {
            VaecHeader? header = VaecFile.FindHeader(vaec.Span);
            return new(item.Name, header?.Width ?? 0, header?.Height ?? 0, header?.Channels ?? 0, VaeArchiveKind.Vaec,
                header is null or { ModelId: VaecHeader.NoModel } ? null : _modelNames(header.ModelId),
                item.Offset, vaec.Length);
        }

        ArchiveChains chains = _file.Sets[item.Set];
        int chain = item.Place / chains.Restart;
        return new(item.Name, chains.Side, chains.Side, 1, chains.HasModel ? VaeArchiveKind.BitsBack : VaeArchiveKind.Plain,
            chains.HasModel ? _modelNames(chains.ModelId) : null,
            chains.OffsetOf(chain),
            chains.Streams[chain].Length / (double)chains.CountOf(chain));
    }
}
