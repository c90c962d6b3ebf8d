using System.Diagnostics;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Hvae;

/// <summary>Runs a network in single precision so that every machine computes the same bits: each sum is one chain of fused
/// multiply-adds in a fixed order, vectors and threads run over different sums only. What it computes is defined by
/// <see cref="Reference.ReferenceConvolution"/>. Tensors are strips of rows: an operation makes the rows that it can from what it has got,
/// and goes on there with the next strip, so that no row is computed twice and none differs from that of a whole tensor. One engine serves
/// one picture at a time.</summary>
internal sealed class HvaeEngine : IHvaeEngine<Tensor>
{
    private readonly HvaeModel _model;
    private RateCondition? _condition;
    private readonly WorkTeam _team;
    private readonly ConvolutionRunner _runner;
    private readonly TensorPool _pool = TensorPool.Shared;
    private readonly StripHistory _history;

    /// <summary>Prepares to compute one picture of a padded size. Set <see cref="Condition"/> before a pass.</summary>
    /// <param name="model">Weights.</param>
    /// <param name="height">Height of the padded picture, a multiple of the coarsest stride.</param>
    /// <param name="width">Width of the padded picture, likewise.</param>
    /// <param name="options">Threads and instruction set; neither changes the result.</param>
    public HvaeEngine(HvaeModel model, int height, int width, EngineOptions options)
        : this(model, height, width, options, new(options))
    {
    }

    /// <summary>Prepares to compute one picture with a team that others use, too.</summary>
    /// <param name="model">Weights.</param>
    /// <param name="height">Height of the padded picture, a multiple of the coarsest stride.</param>
    /// <param name="width">Width of the padded picture, likewise.</param>
    /// <param name="options">Instruction set and memory; neither changes the result.</param>
    /// <param name="team">Shares the rows.</param>
    public HvaeEngine(HvaeModel model, int height, int width, EngineOptions options, WorkTeam team)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        _model = model;
        Height = height;
        Width = width;
        StripBytes = options.StripBytes;
        _team = team;
        _runner = new ConvolutionRunner(_pool, options.InstructionSet, team);
        _history = new StripHistory(_pool);
    }

    /// <summary>FiLM scales, shifts and steps: one setting of the rate multipliers. A further pass over the same picture may have
    /// another.</summary>
    public RateCondition Condition
    {
        get => _condition ?? throw new InvalidOperationException("the engine has no rate condition yet");
        set => _condition = value;
    }

    internal HvaeModel Model => _model;

    internal ConvolutionRunner Runner => _runner;

    internal WorkTeam Team => _team;

    internal TensorPool Pool => _pool;

    /// <summary>Height of the padded picture.</summary>
    public int Height { get; }

    /// <summary>Width of the padded picture.</summary>
    public int Width { get; }

    internal long StripBytes { get; }

    /// <summary>The network that is computed.</summary>
    public HvaeNetwork Network => _model.Network;

    /// <summary>Rows of a picture as <see cref="Patch"/> takes them: interleaved 8-bit pixels, edges repeated into the padding.</summary>
    /// <param name="pixels">height * width * channels bytes.</param>
    /// <param name="width">Width of the picture itself.</param>
    /// <param name="height">Height of the picture itself.</param>
    /// <param name="channels">Bytes per pixel.</param>
    /// <param name="colours">3, or 1 to use the first channel three times.</param>
    /// <param name="rows">Which rows of the padded picture; null for all.</param>
    public Tensor Picture(ReadOnlyMemory<byte> pixels, int width, int height, int channels, int colours, Strip? rows = null)
    {
        using Activity? span = CodecActivity.Start(CodecActivity.Colour);
        Tensor picture = _pool.RentPicture(rows ?? Strip.Whole(Height), Width);
        _team.ForRows(picture.Rows, part =>
            PictureConversion.FromPixels(pixels.Span, width, height, channels, colours, picture.View(part)));
        return picture;
    }

    /// <summary>The latents of a layer from its symbols.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="prior">A strip of its prior.</param>
    /// <param name="symbols">Of the strip; see <see cref="LatentDequantiser"/>.</param>
    /// <param name="area">The part of the layer's grid that has symbols.</param>
    public Tensor Latents(HvaeLayerSpec layer, Tensor prior, ReadOnlyMemory<int> symbols, CodedArea area)
    {
        Tensor z = Latents(layer, prior);
        using (CodecActivity.Start(CodecActivity.Quantisation))
        {
            LatentStepSize step = Condition.Steps[layer.Index];
            Strip coded = area.RowsOf(z.Rows);
            int first = area.SymbolsOf(coded, layer.Latents).First;
            _team.ForRows(coded, part =>
            {
                (int at, int count) = area.SymbolsOf(part, layer.Latents);
                LatentDequantiser.Run(prior, symbols.Span.Slice(at - first, count), step, area, z.View(part));
            });
            LatentDequantiser.Run(prior, [], step, area, z.View(z.Rows with { Top = coded.Bottom }));
        }

        return Finish(layer.Name, z);
    }

    /// <summary>The latents of a layer without symbols: the prior's mean.</summary>
    public Tensor MeanLatents(HvaeLayerSpec layer, Tensor prior)
    {
        Tensor z = Latents(layer, prior);
        LatentDequantiser.Mean(prior, z);
        return Finish(layer.Name, z);
    }

    /// <inheritdoc/>
    public Tensor Constant(string name, int channels, Tensor? like)
    {
        int stride = _model.Network.Spec.CoarsestStride;
        Tensor t = Begin(name, like?.Rows ?? Strip.Whole(Height / stride), Width / stride, channels);
        for (int y = t.Rows.Top; y < t.Rows.Bottom; y++)
        {
            for (int x = 0; x < t.Width; x++)
                _model.Top.CopyTo(t.At(y, x));
        }

        return Finish(name, t);
    }

    /// <inheritdoc/>
    public Tensor Patch(ConvolutionSpec convolution, Tensor picture)
    {
        Tensor y = Convolve(convolution, picture);
        Release(picture);
        return y;
    }

    /// <inheritdoc/>
    public Tensor Convolve(ConvolutionSpec convolution, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        Strip rows = x.Rows.Behind(ConvolutionRunner.Reach(convolution)).Coarser(convolution.Stride);
        Tensor y = Begin(convolution.Name, rows, x.Width / convolution.Stride, convolution.Out);
        _runner.Run<Linear>(_model.Convolution(convolution), x, null, y);
        return Finish(convolution.Name, y);
    }

    /// <inheritdoc/>
    public Tensor Join(ConvolutionSpec convolution, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(a);
        Tensor y = Begin(convolution.Name, a.Rows, a.Width, convolution.Out);
        _runner.Run<Linear>(_model.Convolution(convolution), a, b, y);
        return Finish(convolution.Name, y);
    }

    /// <inheritdoc/>
    public Tensor Merge(ConvolutionSpec convolution, Tensor x, Tensor z)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(z);
        if (x.Rows.IsWhole)
        {
            _runner.Run<Residual>(_model.Convolution(convolution), z, null, x, residual: x);
            return x;
        }

        // z lags behind x, whose last rows the next strip will need as they are
        Tensor y = Begin(convolution.Name, z.Rows, x.Width, x.Channels);
        _runner.Run<Residual>(_model.Convolution(convolution), z, null, y, residual: x);
        Release(x);
        return Finish(convolution.Name, y);
    }

    /// <inheritdoc/>
    public Tensor RunBlock(HvaeBlockSpec block, Tensor x, bool keep = false)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = Begin(block.Name, x.Rows.Behind(ConvolutionRunner.Reach(block.Conv3)), x.Width, x.Channels);
        _runner.RunBlock(Conv3(block), _model.Convolution(block.Conv1), Condition.Scale(block), x, y);
        if (!keep)
            Release(x);
        return Finish(block.Name, y);
    }

    /// <summary>The same, and the values behind the leaky ReLU, whose owner becomes the caller.</summary>
    internal Tensor RunBlock(HvaeBlockSpec block, Tensor x, bool keep, out Tensor middle)
    {
        middle = _pool.Rent(x.Rows, x.Width, block.Conv3.Out);
        Tensor y = _pool.Rent(x.Rows, x.Width, x.Channels);
        _runner.Run<LeakyRelu>(Conv3(block), x, null, middle);
        _runner.Run<ScaledResidual>(_model.Convolution(block.Conv1), middle, null, y, residual: x, film: Condition.Scale(block));
        if (!keep)
            Release(x);
        return y;
    }

    /// <inheritdoc/>
    public Tensor Upsample(ConvolutionSpec convolution, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        int f = convolution.Shuffle;
        Tensor y = Begin(convolution.Name, x.Rows.Finer(f), x.Width * f, convolution.Out / (f * f));
        _runner.RunShuffled(_model.Convolution(convolution), x, y);
        Release(x);
        return Finish(convolution.Name, y);
    }

    /// <inheritdoc/>
    public Tensor Unpatch(ConvolutionSpec convolution, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        return ToPicture(_model.Convolution(convolution), x);
    }

    /// <summary>The same by weights that are not the model's own.</summary>
    internal Tensor ToPicture(PackedConvolution convolution, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        ConvolutionSpec spec = convolution.Spec;
        Strip rows = x.Rows.Behind(ConvolutionRunner.Reach(spec)).Finer(spec.Shuffle);
        Tensor picture = _pool.RentPicture(rows, x.Width * spec.Shuffle);
        _runner.RunToPicture(convolution, x, picture);
        Release(x);
        return picture;
    }

    /// <inheritdoc/>
    public void Release(Tensor x) => _pool.Return(x);

    /// <summary>A tensor for all rows of a strip's grid, to be filled by <see cref="CopyRows"/>.</summary>
    internal Tensor RentWhole(Tensor strip) => _pool.Rent(Strip.Whole(strip.Rows.GridHeight), strip.Width, strip.Channels);

    /// <summary>A tensor of a strip's width and channels for other rows of its grid.</summary>
    internal Tensor RentLike(Tensor strip, Strip rows) => _pool.Rent(rows, strip.Width, strip.Channels);

    /// <summary>Copies rows from one tensor to another of the same grid.</summary>
    internal void CopyRows(Tensor from, Strip rows, Tensor to) => _team.ForRows(rows, part =>
        from.Stored(part.Top, part.Height).CopyTo(to.Stored(part.Top, part.Height)));

    /// <summary>Gives back the memory of tensors that have been released, but for what the next strip or picture may use.</summary>
    internal void Trim() => _pool.Trim(StripBytes);

    private PackedConvolution Conv3(HvaeBlockSpec block) => Condition.Shifted(block, _model.Convolution(block.Conv3));

    private Tensor Latents(HvaeLayerSpec layer, Tensor prior)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(prior);
        return Begin(layer.Name, prior.Rows, prior.Width, layer.Latents);
    }

    /// <summary>A tensor for what an operation makes next, with what it made last above it.</summary>
    private Tensor Begin(string operation, Strip rows, int width, int channels)
    {
        Tensor y = _pool.Rent(rows, width, channels);
        _history.Resume(operation, y);
        return y;
    }

    private Tensor Finish(string operation, Tensor y)
    {
        _history.Keep(operation, y);
        return y;
    }
}
