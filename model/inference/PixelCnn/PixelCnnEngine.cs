using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Inference.PixelCnn;

/// <summary>Runs the pixel network over a band, a diagonal of pixels at a time: each is as many columns behind the one above as its window
/// reaches to the right, so that all of a diagonal depend on earlier ones only, and the kernels work on them at once. Nothing is computed
/// twice: a pixel's activations are made once, from its window. The result is that of <see cref="Reference.ReferencePixelCnn"/>, on any
/// machine. One engine serves one band at a time.</summary>
internal sealed unsafe class PixelCnnEngine
{
    private const int MaxTaps = 32;
    private const int StepsBetweenLooks = 64;
    private readonly PixelCnnModel _model;
    private readonly PixelCnnSpec _spec;
    private readonly EngineOptions _options;
    private readonly AlignedBuffer _linearBias;
    private readonly AlignedBuffer _firstBias;
    private readonly int _linear;
    private readonly int[] _hidden;
    private readonly int _head;
    private readonly int _before;
    private readonly int _stride;

    /// <summary>Prepares for pictures whose lossy pixels have a rate.</summary>
    /// <param name="model">Weights.</param>
    /// <param name="rate">The mean over the latent layers of <see cref="RateMultiplier.Normalised"/>.</param>
    /// <param name="options">Instruction set and cancellation; a band is the work of one thread.</param>
    public PixelCnnEngine(PixelCnnModel model, float rate, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        (_model, _spec, _options) = (model, model.Spec, options);
        _linearBias = model.Linear.BiasAt(rate);
        _firstBias = model.First.BiasAt(rate);
        // a pixel's activations, one after the other: parameters, linear, two hidden layers in turn, head, channels before
        _linear = Padded(_spec.Parameters);
        _hidden = [_linear + Padded(_spec.Linear), _linear + Padded(_spec.Linear) + Padded(_spec.Hidden)];
        _head = _hidden[1] + Padded(_spec.Hidden);
        _before = _head + Padded(_spec.Head);
        _stride = StrideOf(_spec);
    }

    /// <summary>Floats for the activations of a band's longest diagonal.</summary>
    public static long ActivationsOf(PixelCnnSpec spec, int width, int rows)
        => (long)(LongestDiagonal(spec, width, rows) + RowKernel.MostPositions) * StrideOf(spec);

    /// <summary>The rate input of the network: the mean of the normalised rate multipliers.</summary>
    public static float Rate(ReadOnlySpan<byte> betaIndices, RateRange range)
    {
        float sum = 0;
        foreach (byte index in betaIndices)
            sum += RateMultiplier.Normalised(index, range);
        return sum / betaIndices.Length;
    }

    /// <summary>Codes every pixel of a band: step by step, in a step channel by channel, in a channel from the upper right to the lower
    /// left. After each call of the coder the values must be in the band.</summary>
    public void Run(PixelCnnBand band, IPixelCnnCoder coder)
    {
        ArgumentNullException.ThrowIfNull(band);
        ArgumentNullException.ThrowIfNull(coder);
        int lag = band.RowLag;
        using var activations = new AlignedBuffer(checked((int)ActivationsOf(_spec, band.Width, band.Rows)));
        for (int step = 0; step < band.Steps; step++)
        {
            if (step % StepsBetweenLooks == 0)
                _options.CancellationToken.ThrowIfCancellationRequested();
            int first = Math.Max(0, (step - band.Width + lag) / lag), last = Math.Min(band.Rows - 1, step / lag);
            if (first <= last)
                Diagonal(band, coder, activations, first, step - lag * first, last - first + 1);
        }

        GC.KeepAlive(band); // kernels hold pointers only
        GC.KeepAlive(this);
    }

    private void Diagonal(PixelCnnBand band, IPixelCnnCoder coder, AlignedBuffer activations, int row, int column, int count)
    {
        float* pixel = activations.Pointer;
        Window<Linear>(band, _model.Linear.Convolution, _linearBias, row, column, pixel + _linear, count);
        Window<LeakyRelu>(band, _model.First.Convolution, _firstBias, row, column, pixel + _hidden[0], count);
        Tap* taps = stackalloc Tap[3];
        int hidden = 0;
        foreach (PixelCnnModel.PackedLayer layer in _model.Deep)
        {
            taps[0] = new Tap { Start = pixel + _hidden[hidden], Length = _spec.Hidden };
            hidden ^= 1;
            Layer<LeakyRelu>(layer.Convolution, layer.Convolution.Bias, taps, 1, _stride, pixel + _hidden[hidden], count);
        }

        for (int c = 0; c < band.Colours; c++)
        {
            taps[0] = new Tap { Start = pixel + _hidden[hidden], Length = _spec.Hidden };
            taps[1] = new Tap { Start = pixel + _linear, Length = _spec.Linear };
            taps[2] = new Tap { Start = pixel + _before, Length = c };
            Layer<LeakyRelu>(_model.Head[c].Convolution, _model.Head[c].Convolution.Bias, taps, 3, _stride, pixel + _head, count);
            taps[0] = new Tap { Start = pixel + _head, Length = _spec.Head };
            Layer<Linear>(_model.Out[c].Convolution, _model.Out[c].Convolution.Bias, taps, 3, _stride, pixel, count);
            coder.Code(c, activations.Span, _stride, count, row, column);
            for (int i = 0; i < count; i++)
            {
                float* p = pixel + i * _stride;
                p[_before + c] = band.Exact.Pointer[band.Offset(row + i, column - band.RowLag * i) + c] - p[_linear + c];
            }
        }
    }

    /// <summary>A layer on the windows of x and y: the rows of a window are its taps.</summary>
    private void Window<TEpilogue>(PixelCnnBand band, PackedConvolution layer, AlignedBuffer bias, int row, int column, float* output,
        int count)
        where TEpilogue : struct, IEpilogue
    {
        Tap* taps = stackalloc Tap[MaxTaps];
        int n = 0, r = _spec.Window / 2, q = _spec.BaseWindow / 2;
        for (int dy = -r; dy <= 0; dy++)
            taps[n++] = new Tap
            {
                Start = band.Exact.Pointer + band.Offset(row + dy, column - r),
                Length = 3 * (dy < 0 ? _spec.Window : r),
            };
        for (int dy = -q; dy <= q; dy++)
            taps[n++] = new Tap { Start = band.Base.Pointer + band.Offset(row + dy, column - q), Length = 3 * _spec.BaseWindow };
        Layer<TEpilogue>(layer, bias, taps, n, band.RowStride - 3 * band.RowLag, output, count);
    }

    private void Layer<TEpilogue>(PackedConvolution layer, AlignedBuffer bias, Tap* taps, int count, nint step, float* output,
        int positions)
        where TEpilogue : struct, IEpilogue
    {
        for (int panel = 0; panel < layer.Panels; panel++)
        {
            RowKernel.Run<TEpilogue>(_options.InstructionSet, new RowTask
            {
                Taps = taps,
                TapCount = count,
                InputStep = step,
                Weights = layer.Weights.Pointer + (nint)panel * layer.Inputs * PackedConvolution.PanelWidth,
                Bias = bias.Pointer + panel * PackedConvolution.PanelWidth,
                Output = output + panel * PackedConvolution.PanelWidth,
                OutputStep = _stride,
                Channels = Math.Min(PackedConvolution.PanelWidth, layer.Spec.Out - panel * PackedConvolution.PanelWidth),
                Width = positions,
            });
        }
    }

    private static int LongestDiagonal(PixelCnnSpec spec, int width, int rows)
        => Math.Min(rows, (width + PixelCnnBand.LagOf(spec) - 1) / PixelCnnBand.LagOf(spec));

    /// <summary>Floats for the activations of a pixel: what the constructor lays out, and the channels before.</summary>
    private static int StrideOf(PixelCnnSpec spec) => Padded(spec.Parameters) + Padded(spec.Linear) + 2 * Padded(spec.Hidden)
        + Padded(spec.Head) + PackedConvolution.PanelWidth / 2;

    private static int Padded(int values) => (values + PackedConvolution.PanelWidth - 1) / PackedConvolution.PanelWidth
        * PackedConvolution.PanelWidth;
}
