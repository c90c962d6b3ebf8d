using System.Diagnostics;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Metadata;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;
using VaeCodec.Refinement;

namespace VaeCodec.Lossy;

/// <summary>The encoding of one picture, at as many settings of the rate multipliers as are tried.</summary>
internal sealed class LossyEncoding
{
    private readonly PixelImage _image;
    private readonly ExactAreas? _areas;
    private readonly HvaeModel _model;
    private readonly LastLineChoice _lastLines;
    private readonly EngineOptions _options;
    private readonly WorkTeam _team;
    private readonly IReadOnlyList<VaecChunk> _chunks;
    private readonly Lazy<Refiner> _refiner;

    /// <summary>Prepares for a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="model">The weights.</param>
    /// <param name="options">Of the engine.</param>
    /// <param name="maxPixels">More are refused.</param>
    /// <param name="texture">Goes into the file as it is.</param>
    /// <param name="areas">Parts of the picture that are exact.</param>
    /// <param name="tileSide">Of the tiles that are refined.</param>
    public LossyEncoding(PixelImage image, HvaeModel model, EngineOptions options, long maxPixels, TextureChunk? texture = null,
        ExactAreas? areas = null, int tileSide = Refiner.TileSide)
    {
        (_image, _areas) = (image, areas);
        (_model, _options) = (model, options);
        PixelLimit.Check(Grid(LastLines.Column | LastLines.Row), maxPixels);
        _team = new(options);
        _lastLines = new(Seen);
        _refiner = new(() => new(areas?.Hidden(options.CancellationToken) ?? image, model, options, tileSide));
        IEnumerable<VaecChunk> alpha = image.HasAlpha ? [new(VaecChunk.Alpha,
            AlphaPlane.Encode(image.Pixels, image.Width, image.Height, image.Channels, options.CancellationToken))] : [];
        IEnumerable<VaecChunk> drawn = texture is null ? [] : [texture.Write()];
        IEnumerable<VaecChunk> exact = areas is null ? [] : [areas.Chunk];
        _chunks = [.. alpha, .. drawn, .. exact, .. MetadataChunks.Write(image.Metadata)];
    }

    /// <summary>Whether attempts with pixels tell where their bits lie.</summary>
    public bool MapsRate { get; init; }

    /// <summary>Encodes with a setting of the rate multipliers. Without pixels the file has no valid pixel checksum yet and is good
    /// for its length alone.</summary>
    public Attempt Run(RateVector beta, bool withPixels, IProgress<double>? progress = null)
        => Run(beta, new RateCondition(_model, beta.Indices), null, withPixels, progress);

    /// <summary>What refinement brings down at a setting of the rate multipliers.</summary>
    public Objective Objective(RateVector beta) => new(beta, (double)_image.Width * _image.Height);

    /// <summary>Encodes with latents that have been refined by a plan, or without where that did not lower the objective.</summary>
    public Attempt Refine(RateVector beta, Objective objective, RefinementPlan plan, IProgress<double>? progress = null)
    {
        var condition = new RateCondition(_model, beta.Indices);
        Attempt plain = Run(beta, condition, null, true, null);
        LatentOffsets offsets = _refiner.Value.Refine(condition, objective.Lambda, plan, _lastLines.At(beta), progress);
        Attempt refined = Run(beta, condition, offsets, true, null);
        return objective.Of(refined) < objective.Of(plain) ? refined : plain;
    }

    private Attempt Run(RateVector beta, RateCondition condition, LatentOffsets? offsets, bool withPixels, IProgress<double>? progress)
    {
        LastLines lastLines = _lastLines.At(beta);
        PictureGrid grid = Grid(lastLines);
        var engine = new HvaeEngine(_model, grid.PaddedHeight, grid.PaddedWidth, _options, _team) { Condition = condition };
        int top = 0, height = 0;
        double furthest = 0;
        var layers = new LatentLayerEncoder(engine, _team, condition, grid, offsets, layer => Report(layer + 2));
        Reconstruction? reconstruction = withPixels ? new(engine, _team, grid, _image.Width, _image.Height,
            _image.Channels, _image.IsGray ? Seen.Pixels : null) : null;
        new HvaeEncoderPass(engine, layers, reconstruction is null ? null : reconstruction.Add).Run(Picture);
        byte[]? pixels = reconstruction?.Pixels;
        if (pixels is not null)
            _areas?.PutOver(pixels);
        if (pixels is not null && _image.HasAlpha)
            CopyAlpha(pixels);
        uint crc = 0;
        if (pixels is not null)
            _team.Beside(CodecActivity.Checks, () => crc = Crc32C.Compute(pixels));
        double psnr = pixels is null ? double.NaN : Psnr(pixels);
        (byte[] latents, double[] layerBits) = layers.Finish();
        return new(beta, layerBits, pixels, psnr, File(beta, lastLines, latents, crc))
        {
            // beside exact areas the network's own error is not that of the picture
            ColourPsnr = reconstruction is not null && _image.IsGray && _areas is null ? reconstruction.ColourPsnr : psnr,
            Areas = _areas,
            Map = MapsRate && withPixels ? layers.Map() : null,
        };

        Tensor Picture(Strip rows)
        {
            (top, height) = (rows.Top, rows.Height);
            Report(1);
            return engine.Picture(Seen.Pixels, _image.Width, _image.Height, _image.Channels, _image.IsGray ? 1 : 3, rows);
        }

        void Report(int stage)
        {
            double done = (top + height * (stage / (beta.Count + 2.0))) / grid.PaddedHeight;
            if (done > furthest)
                progress?.Report(furthest = done);
        }
    }

    private PictureGrid Grid(LastLines coded) => PictureGrid.Of(_image.Width, _image.Height, _model.Network.Spec, coded);

    /// <summary>The picture as the network sees it.</summary>
    private PixelImage Seen => _areas?.Filled ?? _image;

    private double Psnr(byte[] pixels)
    {
        using Activity? span = CodecActivity.Start(CodecActivity.Checks);
        int rowBytes = _image.Width * _image.Channels;
        long error = 0;
        _team.ForRows(Strip.Whole(_image.Height), rows =>
        {
            int from = rows.Top * rowBytes, length = rows.Height * rowBytes;
            Interlocked.Add(ref error, ColourPlanes.ColourError(_image.Pixels.AsSpan(from, length), pixels.AsSpan(from, length),
                _image.Channels));
        });
        return ColourPlanes.Psnr(error, ColourPlanes.VisibleValues(_image.Pixels, _image.Channels));
    }

    /// <summary>Alpha is the picture's.</summary>
    private void CopyAlpha(byte[] pixels)
    {
        for (int i = _image.Channels - 1; i < pixels.Length; i += _image.Channels)
            pixels[i] = _image.Pixels[i];
    }

    private VaecFile File(RateVector beta, LastLines lastLines, byte[] latents, uint pixelsCrc)
    {
        using Activity? span = CodecActivity.Start(CodecActivity.Container);
        var header = new VaecHeader
        {
            Width = _image.Width,
            Height = _image.Height,
            Channels = _image.Channels,
            ModelId = _model.Id,
            BetaIndices = beta.Indices.ToArray(),
            PixelsCrc32C = pixelsCrc,
            CodedLastLines = lastLines,
        };
        return new(header, _chunks, latents);
    }
}
