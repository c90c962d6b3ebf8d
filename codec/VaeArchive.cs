using VaeCodec.Archives;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Models;

namespace VaeCodec;

/// <summary>Reads a .vaea archive. The chain that was decoded last is kept, so that pictures asked for in their order are decoded once. Not
/// for several threads at once.</summary>
public sealed class VaeArchive
{
    private readonly ArchiveFile _file;
    private readonly DecoderOptions _options;
    private readonly ModelLibrary _models;
    private readonly int[] _place;
    private readonly int[] _pictures;
    private (int Set, int Chain) _decodedChain = (-1, -1);
    private byte[][] _decoded = [];

    /// <summary>Reads the index.</summary>
    /// <param name="file">All bytes of the archive.</param>
    /// <param name="options">How its .vaec files are decoded.</param>
    /// <exception cref="VaeCodecException">The bytes are not an archive with an intact index, or over the limits.</exception>
    public VaeArchive(ReadOnlyMemory<byte> file, DecoderOptions? options = null)
        : this(file, options, ModelLibrary.In(options?.ModelsFolder))
    {
    }

    internal VaeArchive(ReadOnlyMemory<byte> file, DecoderOptions? options, ModelLibrary models)
    {
        _models = models;
        _options = options ?? new();
        _file = ArchiveFile.Read(file);
        _place = new int[_file.Items.Count];
        _pictures = new int[_file.Sets.Count];
        for (int i = 0; i < _place.Length; i++)
            _place[i] = _file.Items[i].File is null ? _pictures[_file.Items[i].Set]++ : -1;
        Entries = [.. _file.Items.Select(Describe)];
    }

    /// <summary>The version of the format that the archive has.</summary>
    public int Version => _file.Version;

    /// <summary>Whether bytes begin as a .vaea archive does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> file) => ArchiveFile.IsArchive(file);

    /// <summary>The pictures, in their order.</summary>
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
        if (_file.Items[entry].File is { } vaec)
            return new VaeDecoder(_options).Decode(vaec, progress, cancellationToken);
        int set = _file.Items[entry].Set;
        ArchiveChains chains = _file.Sets[set];
        int chain = _place[entry] / chains.Restart;
        if ((set, chain) != _decodedChain)
            _decoded = Chain(set, chain, cancellationToken);
        _decodedChain = (set, chain);
        progress?.Report(1);
        return new(chains.Side, chains.Side, 1, (byte[])_decoded[_place[entry] % chains.Restart].Clone());
    }

    private byte[][] Chain(int set, int chain, CancellationToken cancellationToken)
    {
        ArchiveChains chains = _file.Sets[set];
        ReadOnlyMemory<byte> stream = chains.Intact(chain);
        ChainCoding coding = chains.HasModel ? new VlaeChainCoding(_models.Get(ModelKind.Vlae, chains.ModelId))
            : new PlainChainCoding(chains.Side);
        if (coding.Side != chains.Side)
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                $"the archive's small pictures have side {chains.Side}, those of their model {coding.Side}");
        return coding.Decode(stream, chains.CountOf(chain, _pictures[set]), chains.OffsetOf(chain), cancellationToken);
    }

    private VaeArchiveEntry Describe(ArchiveItem item, int entry)
    {
        if (item.File is { } vaec)
        {
            VaecHeader? header = HeaderOf(vaec.Span);
            return new(item.Name, header?.Width ?? 0, header?.Height ?? 0, header?.Channels ?? 0, VaeArchiveKind.Vaec,
                header is null ? null : _models.Describe(header.ModelId),
                item.Offset, vaec.Length);
        }

        ArchiveChains chains = _file.Sets[item.Set];
        int chain = _place[entry] / chains.Restart;
        return new(item.Name, chains.Side, chains.Side, 1, chains.HasModel ? VaeArchiveKind.BitsBack : VaeArchiveKind.Plain,
            chains.HasModel ? _models.Describe(chains.ModelId) : null,
            chains.OffsetOf(chain),
            chains.Streams[chain].Length / (double)chains.CountOf(chain, _pictures[item.Set]));
    }

    private static VaecHeader? HeaderOf(ReadOnlySpan<byte> vaec)
    {
        try
        {
            return VaecFile.ReadHeader(vaec);
        }
        catch (VaeCodecException)
        {
            return null;
        }
    }
}
