using System.Diagnostics;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Metadata;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;
using VaeCodec.Pixels;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Lossy;

/// <summary>One decoding of one file with latents.</summary>
internal sealed class PictureDecoding
{
    private readonly VaecFile _file;
    private readonly HvaeModel _model;
    private readonly WorkTeam _team;
    private readonly HvaeEngine _engine;
    private readonly PictureGrid _grid;
    private readonly IProgress<double>? _progress;
    private readonly int _layers;
    private double _layersDone;
    private readonly bool _cutShort;
    private readonly ExactCells? _exactCells;
    private readonly HvaePreview? _preview;
    private readonly HvaePreviewHead? _head;
    private readonly ImageMetadata _metadata;
    private readonly DecoderOptions _options;
    private readonly CancellationToken _cancellationToken;

    public PictureDecoding(VaecFile file, DecoderOptions options, CancellationToken cancellationToken, IProgress<double>? progress)
    {
        (_file, _options, _progress, _cancellationToken) = (file, options, progress, cancellationToken);
        _cutShort = !_file.ChecksumHolds;
        VaecHeader header = _file.Header;
        _model = ModelLibrary.In(options.ModelsFolder).Get(ModelKind.Hvae, header.ModelId);
        int all = _model.Network.Layers.Count;
        _layers = options.Layers ?? all;
        if (_layers < 0 || _layers > all)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"{_layers} layers are asked for; the file has {all}");
        _grid = PictureGrid.Of(header, _model.Network.Spec);
        PixelLimit.Check(_grid, options.MaxPixels);
        _exactCells = file.Areas is { } areas ? ExactCells.OfRuns(header.Width, header.Height, areas.CellBits, areas.Runs) : null;
        // Alpha weighs colours, and exact areas may be all that matters of a picture: those are decoded whole.
        if (options.Scale > 1 && header.Channels is 1 or 3 && _exactCells is null)
        {
            _preview = ModelLibrary.In(options.ModelsFolder).PreviewOf(header.ModelId);
            _head = _preview?.Find(_model.Network, options.Scale, _layers);
        }

        PixelCnnModel? pixels = PixelModel;
        DecodingWork.Of(_grid, _model.Network, pixels?.Spec.MultipliesPerPixel ?? 0, ExactSamples).Check(options.MaxWork);
        DecodingMemory.Of(file, _grid, _model, pixels, MetadataChunks.BytesOf(file.Chunks), ExactTables, options).Check(options.MaxMemory);
        CheckAlpha();
        _metadata = MetadataChunks.Read(_file.Chunks, options.MaxMetadataBytes, cancellationToken);
        var engineOptions = new EngineOptions
        {
            Threads = options.Threads,
            StripBytes = options.StripBytes,
            CancellationToken = cancellationToken,
        };
        _team = new(engineOptions);
        _engine = new(_model, _grid.PaddedHeight, _grid.PaddedWidth, engineOptions, _team)
        {
            Condition = new RateCondition(_model, header.BetaIndicesFor(all)),
        };
    }

    public IReadOnlyList<double> LayerBits()
    {
        var layerBits = new double[_model.Network.Layers.Count];
        _engine.Release(DecodeLayers(layerBits).State);
        return layerBits;
    }

    /// <summary>The picture, of the size that is asked for.</summary>
    public DecodedImage Picture()
    {
        if (_head is not null)
            return Preview(_head);
        DecodedImage whole = Whole();
        return whole with { Image = PictureReduction.Reduce(whole.Image, _options.Scale, _cancellationToken) };
    }

    /// <summary>A small picture by what the network knows after the latents, without the whole one.</summary>
    private DecodedImage Preview(HvaePreviewHead head)
    {
        VaecHeader header = _file.Header;
        (Tensor state, LatentLayerDecoder handler) = DecodeLayers();
        PictureGrid grid = _grid.Reduced(head.Scale);
        int width = PictureReduction.Side(header.Width, head.Scale), height = PictureReduction.Side(header.Height, head.Scale);
        var reconstruction = new Reconstruction(_engine, _team, grid, width, height, header.Channels);
        new HvaeDecoderPass(_engine).Preview(state, _preview!, head, reconstruction.Add);
        return new(new(width, height, header.Channels, reconstruction.Pixels) { Metadata = _metadata }, handler.WholeLayers,
            _model.Network.Layers.Count, _cutShort);
    }

    private DecodedImage Whole()
    {
        VaecHeader header = _file.Header;
        (Tensor state, LatentLayerDecoder handler) = DecodeLayers();
        var reconstruction = new Reconstruction(_engine, _team, _grid, header.Width, header.Height, header.Channels);
        new HvaeDecoderPass(_engine).Synthesise(state, reconstruction.Add);
        byte[] pixels = reconstruction.Pixels;
        if (_exactCells is not null)
            CellStream.Decode(_file.Areas!.Stream, _exactCells, pixels, header.Width, header.Height, header.Channels, _cancellationToken);
        if (Alpha() is { } alpha)
            AlphaPlane.Decode(alpha.Data, pixels, header.Width, header.Height, header.Channels, _cancellationToken);
        using Activity? span = CodecActivity.Start(CodecActivity.Checks);
        int all = _model.Network.Layers.Count, decoded = handler.WholeLayers;
        if (decoded == all)
            PixelChecksum.Require(pixels, _file.Pixels?.BaseCrc32C ?? _file.Texture?.BaseCrc32C ?? header.PixelsCrc32C);
        bool exact = HasPixels && _file.Pixels is not null, texture = HasPixels && _file.Texture is not null;
        if (exact || texture)
        {
            byte[] lossy = pixels;
            pixels = exact ? DecodeExact(_file.Pixels!, lossy) : Texture(_file.Texture!, lossy);
            _exactCells?.Copy(lossy, pixels, header.Channels);
            PixelChecksum.Require(pixels, header.PixelsCrc32C);
        }

        return new(new(header.Width, header.Height, header.Channels, pixels) { Metadata = _metadata }, decoded, all, _cutShort)
        {
            IsLossless = exact,
            HasTexture = texture,
        };
    }

    /// <summary>Colour samples of exact areas.</summary>
    private long ExactSamples => (_exactCells?.Pixels ?? 0) * ColourPlanes.Colours(_file.Header.Channels);

    /// <summary>Bytes of the tables that they are coded with.</summary>
    private long ExactTables => _exactCells is null ? 0
        : TableSizes.Of(_exactCells.Pixels).Bytes(ColourPlanes.Colours(_file.Header.Channels));

    private byte[] DecodeExact(PixelChunk chunk, byte[] lossy)
        => new ExactPixels(Bands(), _file.Header.Width, _file.Header.Height, _file.Header.Channels)
            .Decode(chunk, _file.PixelStreams, _file.LatentsOffset + chunk.LatentBytes, lossy, RestOfProgress());

    private byte[] Texture(TextureChunk chunk, byte[] lossy)
        => TexturedPixels.Of(chunk, Bands(), lossy, _file.Header.Width, _file.Header.Height, _file.Header.Channels,
            RestOfProgress(), _cancellationToken);

    /// <summary>Whether exact or drawn pixels are decoded, where the file has them; a small picture is that of the lossy one.</summary>
    private bool HasPixels => _options.Layers is null && !_cutShort && _head is null;

    /// <summary>What they are decoded with; null where they are not.</summary>
    private PixelCnnModel? PixelModel => HasPixels && (_file.Pixels?.ModelId ?? _file.Texture?.ModelId) is { } id
        ? ModelLibrary.In(_options.ModelsFolder).Get(ModelKind.PixelCnn, id) : null;

    private PixelBands Bands()
    {
        VaecHeader header = _file.Header;
        float rate = PixelCnnEngine.Rate(header.BetaIndicesFor(_model.Network.Layers.Count), _model.Range);
        return new(PixelModel!, rate, header.Width, header.Height,
            header.Channels, _options.Threads, _cancellationToken);
    }

    private ProgressShare? RestOfProgress() => ProgressShare.Of(_progress, _layersDone / (_model.Network.Layers.Count + 1), 1);

    /// <summary>The state after the last layer. A file that is known to be cut short is decoded up to where it ends, and then once more
    /// without the layer that is not whole.</summary>
    private (Tensor State, LatentLayerDecoder Handler) DecodeLayers(double[]? layerBits = null)
    {
        bool hasStates = !_cutShort || _file.Latents.Length >= LatentDecoder.StateBytes;
        LatentDecoder? latents = hasStates ? new(_file.Latents, _file.LatentsOffset) : null;
        LatentLayerDecoder handler = Handler(latents, _layers, layerBits);
        try
        {
            Tensor state = new HvaeDecoderPass(_engine).Layers(handler, _head?.After);
            if (handler.WholeLayers == _model.Network.Layers.Count)
                RequireEnd(latents!);
            return (state, handler);
        }
        catch (VaeCodecException e) when (_cutShort && e.Kind == VaeCodecErrorKind.Truncated)
        {
            handler = Handler(hasStates ? new(_file.Latents, _file.LatentsOffset) : null, handler.WholeLayers, layerBits: null);
            return (new HvaeDecoderPass(_engine).Layers(handler, _head?.After), handler);
        }
    }

    private LatentLayerDecoder Handler(LatentDecoder? latents, int layers, double[]? layerBits)
        => new(_engine, _team, _grid, latents, layers, layerBits, layersDone =>
        {
            if (layersDone > _layersDone)
                _progress?.Report((_layersDone = layersDone) / (_model.Network.Layers.Count + 1));
        });

    private void RequireEnd(LatentDecoder latents)
    {
        latents.Finish();
        if (_cutShort && _file.IsPayloadWhole)
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                "the file's checksum does not hold, though it is not cut short: it is damaged; fetch it again");
    }

    private VaecChunk? Alpha() => _file.Chunks.FirstOrDefault(c => c.Type == VaecChunk.Alpha);

    private void CheckAlpha()
    {
        bool wanted = _file.Header.Channels is 2 or 4;
        int found = _file.Chunks.Count(c => c.Type == VaecChunk.Alpha);
        if (found != (wanted ? 1 : 0))
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                $"a picture of {_file.Header.Channels} channels has {found} alpha chunks");
        if (Alpha() is { } alpha)
            AlphaPlane.RequirePossible(alpha.Data, _file.Header.Width, _file.Header.Height);
    }
}
