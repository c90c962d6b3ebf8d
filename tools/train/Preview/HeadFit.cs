using VaeCodec.Inference.Tensors;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Preview;

/// <summary>Fits one head: inputs are the 3x3 neighbours of a position of the state, targets the means of the squares of pixels that
/// belong to it, as the head has to give them before y / 4 + 1/2.</summary>
internal sealed class HeadFit(HvaePreviewHead head) : IDisposable
{
    private const int Kernel = 3, Taps = Kernel * Kernel, Colours = 3;

    private readonly LeastSquares _squares = new((head.Channels * Taps) + 1, head.Convolution.Out);

    /// <summary>The head.</summary>
    public HvaePreviewHead Head => head;

    /// <summary>Adds all positions of a state.</summary>
    /// <param name="state">Of a whole picture.</param>
    /// <param name="picture">RGB, of whole blocks.</param>
    public void Add(Tensor state, PixelImage picture)
    {
        int inputs = (head.Channels * Taps) + 1, targets = head.Convolution.Out, positions = state.Height * state.Width;
        float[] x = new float[positions * inputs], y = new float[positions * targets];
        Parallel.For(0, positions, i =>
        {
            (int row, int column) = (i / state.Width, i % state.Width);
            Inputs(state, row, column, x.AsSpan(i * inputs, inputs));
            Targets(picture, row * head.Shuffle, column * head.Shuffle, y.AsSpan(i * targets, targets));
        });
        _squares.Add(x, y);
    }

    /// <summary>Weights [Out, In, 3, 3] and bias [Out].</summary>
    public (float[] Weights, float[] Bias) Solve()
    {
        int inputs = (head.Channels * Taps) + 1, targets = head.Convolution.Out;
        float[] map = _squares.Solve(), weights = new float[targets * head.Channels * Taps];
        for (int o = 0; o < targets; o++)
        {
            for (int i = 0; i < head.Channels * Taps; i++)
                weights[(((o * head.Channels) + (i % head.Channels)) * Taps) + (i / head.Channels)] = map[(i * targets) + o];
        }

        return (weights, map[((inputs - 1) * targets)..]);
    }

    /// <inheritdoc/>
    public void Dispose() => _squares.Dispose();

    /// <summary>Tap by tap, zero outside; then one.</summary>
    private void Inputs(Tensor state, int row, int column, Span<float> x)
    {
        for (int tap = 0; tap < Taps; tap++)
        {
            (int y, int at) = (row + (tap / Kernel) - 1, column + (tap % Kernel) - 1);
            if (y >= 0 && y < state.Height && at >= 0 && at < state.Width)
                state.At(y, at).CopyTo(x[(tap * head.Channels)..]);
        }

        x[^1] = 1;
    }

    /// <summary>Channel c * f * f + dy * f + dx is colour c of the pixel at (dy, dx), as the pixel shuffle has it.</summary>
    private void Targets(PixelImage picture, int top, int left, Span<float> y)
    {
        int f = head.Shuffle;
        for (int o = 0; o < y.Length; o++)
        {
            (int colour, int dy, int dx) = (o / (f * f), o / f % f, o % f);
            y[o] = ((float)(Mean(picture, (top + dy) * head.Scale, (left + dx) * head.Scale, colour) / 255) - 0.5f) * 4;
        }
    }

    private double Mean(PixelImage picture, int top, int left, int colour)
    {
        int sum = 0;
        for (int y = top; y < top + head.Scale; y++)
        {
            for (int x = left; x < left + head.Scale; x++)
                sum += picture.Pixels[(((y * picture.Width) + x) * Colours) + colour];
        }

        return sum / (double)(head.Scale * head.Scale);
    }
}
