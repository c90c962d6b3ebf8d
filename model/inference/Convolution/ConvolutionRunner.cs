using System.Diagnostics;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Convolution;

/// <summary>Splits convolutions into ranges of rows, which a team shares, and rows into kernel calls. Rows are numbered in the grid: those
/// of an output are computed from the same rows, and their neighbours, of its inputs.</summary>
internal sealed unsafe class ConvolutionRunner(TensorPool pool, InstructionSet instructionSet, WorkTeam team)
{
    /// <summary>Positions per range, about: enough to use the weights of a panel many times, few enough to stay in the second-level
    /// cache.</summary>
    private const int RangePositions = 768;
    private const int MaxTaps = 17;

    /// <summary>Rows that a convolution needs on both sides of one that it makes.</summary>
    public static int Reach(ConvolutionSpec convolution) => convolution.Stride == 1 ? convolution.Kernel / 2 : 0;

    /// <summary>output = epilogue(convolution(x)) for the output's rows; with a second input, of the channels of both.</summary>
    public void Run<TEpilogue>(PackedConvolution convolution, Tensor x, Tensor? second, Tensor output, Tensor? residual = null,
        AlignedBuffer? film = null)
        where TEpilogue : struct, IEpilogue
    {
        using Activity? span = CodecActivity.Start(convolution.Spec.Name, Multiplies(convolution, output.Rows, output.Width));
        ForPositions(output.Rows, output.Width, (from, to) =>
            Rows<TEpilogue>(convolution, x, second, from, to, output, residual, film));
        GC.KeepAlive(convolution); // kernels hold pointers only; what this may be the last reference to must outlive them
        GC.KeepAlive(x);
    }

    /// <summary>output = x + film * conv1(leaky_relu(conv3(x))); the middle stays in the thread's cache.</summary>
    public void RunBlock(PackedConvolution conv3, PackedConvolution conv1, AlignedBuffer film, Tensor x, Tensor output)
    {
        using Activity? span = CodecActivity.Start(conv3.Spec.Name, Multiplies(conv3, output.Rows, output.Width) + Multiplies(conv1,
            output.Rows, output.Width));
        ForPositions(output.Rows, output.Width, (from, to) =>
        {
            Tensor middle = pool.Rent(new(from, to, output.Rows.GridHeight), x.Width, conv3.Spec.Out);
            Rows<LeakyRelu>(conv3, x, null, from, to, middle, null, null);
            Rows<ScaledResidual>(conv1, middle, null, from, to, output, x, film);
            pool.Return(middle);
        });
    }

    /// <summary>1x1 convolution and pixel shuffle: every panel belongs to one of the f x f output positions.</summary>
    public void RunShuffled(PackedConvolution convolution, Tensor x, Tensor output)
    {
        using Activity? span = CodecActivity.Start(convolution.Spec.Name, Multiplies(convolution, x.Rows, x.Width));
        int f = convolution.Spec.Shuffle, panelsPerCell = output.Channels / PackedConvolution.PanelWidth;
        ForPositions(x.Rows, x.Width, (from, to) =>
        {
            for (int panel = 0; panel < convolution.Panels; panel++)
            {
                int cell = panel / panelsPerCell, channel = panel % panelsPerCell * PackedConvolution.PanelWidth;
                for (int y = from; y < to; y++)
                    ShuffledRow(convolution, panel, x, y, output, output.Offset(y * f + cell / f, cell % f) + channel);
            }
        });
    }

    /// <summary>Convolution, pixel shuffle to three channels, y / 4 + 1/2.</summary>
    public void RunToPicture(PackedConvolution convolution, Tensor x, Tensor picture)
    {
        int f = convolution.Spec.Shuffle, run = 3 * f;
        using Activity? span = CodecActivity.Start(convolution.Spec.Name, Multiplies(convolution, picture.Rows.Coarser(f), x.Width));
        ForPositions(picture.Rows.Coarser(f), x.Width, (from, to) =>
        {
            Tensor strip = pool.Rent(new(from, to, x.Rows.GridHeight), x.Width, convolution.Spec.Out);
            Rows<Linear>(convolution, x, null, from, to, strip, null, null);
            for (int y = from; y < to; y++)
            {
                for (int dy = 0; dy < f; dy++)
                {
                    Span<float> row = picture.Row(y * f + dy);
                    for (int px = 0; px < x.Width; px++)
                    {
                        ReadOnlySpan<float> values = strip.At(y, px).Slice(dy * run, run);
                        for (int i = 0; i < run; i++)
                            row[px * run + i] = MathF.FusedMultiplyAdd(values[i], 0.25f, 0.5f);
                    }
                }
            }

            pool.Return(strip);
        });
    }

    private static long Multiplies(PackedConvolution convolution, Strip rows, int width) =>
        convolution.Spec.MadePerPosition * rows.Height * width;

    private void ForPositions(Strip rows, int width, Action<int, int> action)
    {
        int fair = (rows.Height + team.Size - 1) / team.Size;
        team.ForRows(rows.Top, rows.Bottom, Math.Clamp(RangePositions / width, 1, Math.Max(1, fair)), action);
    }

    private void Rows<TEpilogue>(PackedConvolution convolution, Tensor x, Tensor? second, int from, int to, Tensor output, Tensor? residual,
        AlignedBuffer? film)
        where TEpilogue : struct, IEpilogue
    {
        if (convolution.Spec.Winograd)
        {
            WinogradRows.Run<TEpilogue>(instructionSet, pool, convolution, x, from, to, output, residual, film);
            return;
        }

        for (int panel = 0; panel < convolution.Panels; panel++)
        {
            for (int y = from; y < to; y++)
                Row<TEpilogue>(convolution, panel, x, second, y, output, residual, film);
        }
    }

    private void Row<TEpilogue>(PackedConvolution convolution, int panel, Tensor x, Tensor? second, int y, Tensor output,
        Tensor? residual, AlignedBuffer? film)
        where TEpilogue : struct, IEpilogue
    {
        Tap* taps = stackalloc Tap[MaxTaps];
        RowTask task = Task(convolution, panel, x, second, y, taps);
        int channel = panel * PackedConvolution.PanelWidth;
        task.Output = output.Buffer.Pointer + output.Offset(y, 0) + channel;
        task.OutputStep = output.ChannelStride;
        if (residual is not null)
            task.Residual = residual.Buffer.Pointer + residual.Offset(y, 0) + channel;
        if (film is not null)
            task.Scale = film.Pointer + channel;
        RowKernel.Run<TEpilogue>(instructionSet, task);
    }

    private void ShuffledRow(PackedConvolution convolution, int panel, Tensor x, int y, Tensor output, int outputAt)
    {
        Tap* taps = stackalloc Tap[MaxTaps];
        RowTask task = Task(convolution, panel, x, null, y, taps);
        task.Output = output.Buffer.Pointer + outputAt;
        task.OutputStep = convolution.Spec.Shuffle * output.ChannelStride;
        RowKernel.Run<Linear>(instructionSet, task);
    }

    private static RowTask Task(PackedConvolution convolution, int panel, Tensor x, Tensor? second, int y, Tap* taps)
    {
        ConvolutionSpec spec = convolution.Spec;
        int outputWidth = x.Width / spec.Stride, count = 0;
        float* origin = x.Buffer.Pointer;
        int pad = Reach(spec);
        // inputs of one kernel row are consecutive in memory when no channel is padding
        bool joined = x.ChannelStride == x.Channels;
        for (int ky = 0; ky < spec.Kernel; ky++)
        {
            int top = y * spec.Stride + ky - pad;
            for (int kx = 0; kx < (joined ? 1 : spec.Kernel); kx++)
                taps[count++] = new Tap { Start = origin + x.Offset(top, kx - pad), Length = x.Channels * (joined ? spec.Kernel : 1) };
        }

        if (second is not null)
            taps[count++] = new Tap { Start = second.Buffer.Pointer + second.Offset(y, 0), Length = second.Channels };
        return new RowTask
        {
            Taps = taps,
            TapCount = count,
            InputStep = spec.Stride * x.ChannelStride,
            Weights = convolution.Weights.Pointer + (nint)panel * convolution.Inputs * PackedConvolution.PanelWidth,
            Bias = convolution.Bias.Pointer + panel * PackedConvolution.PanelWidth,
            Channels = Math.Min(PackedConvolution.PanelWidth, spec.Out - panel * PackedConvolution.PanelWidth),
            Width = outputWidth,
        };
    }
}
