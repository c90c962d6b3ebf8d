using VaeCodec.Bitstream;
using VaeCodec.Images;
using VaeCodec.Inference;

namespace VaeCodec.Pipeline;

/// <summary>One decoding of one file.</summary>
internal sealed class Decoding
{
    private readonly VaecFile _file;
    private readonly InferenceModel _model;
    private readonly DeterministicEngine _engine;
    private readonly DecodingStep _step;
    private readonly LatentDecoder? _latents;
    private readonly int _layers;
    private readonly bool _cutShort;
    private readonly ImageMetadata _metadata;
    private readonly CancellationToken _cancellationToken;

    public Decoding(ReadOnlyMemory<byte> file, DecoderOptions options, CancellationToken cancellationToken, IProgress<double>? progress)
    {
        _cancellationToken = cancellationToken;
        _file = VaecFile.Read(file, new ContainerLimits { MaxPixels = PixelLimit.Valid(options.MaxPixels) }, verifyChecksum: !options.AllowTruncated);
        _cutShort = !_file.ChecksumHolds;
        VaecHeader header = _file.Header;
        _model = ModelStore.Get(header.ModelId);
        int all = _model.Network.Layers.Count;
        _layers = options.Layers ?? all;
        if (_layers < 0 || _layers > all)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"{_layers} layers are asked for; the file has {all}");
        var grid = PictureGrid.Of(header.Width, header.Height, _model.Network.Spec);
        PixelLimit.Check(grid, options.MaxPixels);
        CheckAlpha();
        _metadata = MetadataChunks.Read(_file.Chunks);
        var condition = new RateCondition(_model, header.BetaIndicesFor(all));
        _engine = new(_model, grid.PaddedHeight, grid.PaddedWidth, new EngineOptions { Threads = options.Threads, CancellationToken = cancellationToken })
        {
            Condition = condition,
        };
        if (!_cutShort || _file.Latents.Length >= LatentDecoder.StateBytes)
            _latents = new(_file.Latents, _file.LatentsOffset);
        _step = new(_engine, condition, grid, _latents, _layers, _cutShort, layer => progress?.Report((layer + 1.0) / (all + 1)));
    }

    public IReadOnlyList<double> LayerBits()
    {
        _engine.Release(TopDown());
        return _step.LayerBits;
    }

    public DecodedImage Picture()
    {
        VaecHeader header = _file.Header;
        Tensor picture = _model.Network.Synthesise(_engine, TopDown());
        byte[] pixels = ColourPlanes.FromRgb(_engine.Pixels(picture, header.Width, header.Height), header.Channels);
        if (Alpha() is { } alpha)
            AlphaPlane.Decode(alpha.Data, pixels, header.Width, header.Height, header.Channels, _cancellationToken);
        int all = _model.Network.Layers.Count, decoded = _step.LayerBits.Count;
        if (decoded == all && Crc32C.Compute(pixels) != header.PixelsCrc32C)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                "the decoded pixels are not those that were encoded: the file was written by a faulty encoder, or this build's arithmetic is broken");
        }

        return new(new(header.Width, header.Height, header.Channels, pixels) { Metadata = _metadata }, decoded, all, _cutShort);
    }

    private Tensor TopDown()
    {
        Tensor state = _model.Network.TopDown(_engine, null, _step);
        if (_step.LayerBits.Count == _model.Network.Layers.Count)
        {
            _latents?.Finish();
            if (_cutShort)
                throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "the file's checksum does not hold, though it is not cut short: it is damaged; fetch it again");
        }

        return state;
    }

    private VaecChunk? Alpha() => _file.Chunks.FirstOrDefault(c => c.Type == VaecChunk.Alpha);

    private void CheckAlpha()
    {
        bool wanted = _file.Header.Channels is 2 or 4;
        int found = _file.Chunks.Count(c => c.Type == VaecChunk.Alpha);
        if (found != (wanted ? 1 : 0))
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"a picture of {_file.Header.Channels} channels has {found} alpha chunks");
        if (Alpha() is { } alpha)
            AlphaPlane.RequirePossible(alpha.Data, _file.Header.Width, _file.Header.Height);
    }
}
