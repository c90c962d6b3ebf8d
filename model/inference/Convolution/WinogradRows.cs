using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Convolution;

/// <summary>Rows of a 3x3 convolution as F(2x2, 3x3): tiles are transformed, a batch at a time; then each of the 16 products is a 1x1
/// convolution over the batch, by the same kernels as any; then the outputs are put together. A row alone, at the edge of a strip, takes
/// the 12 products that it depends on, and is the same to the bit.</summary>
internal static unsafe class WinogradRows
{
    private const int Side = WinogradWeights.Side;

    /// <summary>Transformed inputs of a batch, in each product, about: with the sums they stay in the second-level cache.</summary>
    private const int BatchFloats = 3072;

    private static readonly AlignedBuffer s_zeros = Zeros();

    /// <summary>Computes rows [from, to) of the output.</summary>
    public static void Run<TEpilogue>(InstructionSet set, TensorPool pool, PackedConvolution convolution, Tensor x, int from, int to,
        Tensor output,
        Tensor? residual, AlignedBuffer? film)
        where TEpilogue : struct, IEpilogue
    {
        int across = (x.Width + 1) / 2;
        int batch = Math.Max(RowKernel.MostPositions, BatchFloats / convolution.Spec.In / RowKernel.MostPositions
            * RowKernel.MostPositions);
        Tensor inputs = Planes(pool, batch, convolution.Spec.In), sums = Planes(pool, batch, PackedConvolution.PanelWidth);
        for (int y = from; y < to;)
        {
            bool upper = y % 2 == 0, lower = !upper || y + 1 < to;
            int rows = upper && lower ? (to - y) / 2 : 1, tiles = rows * across;
            for (int first = 0; first < tiles; first += batch)
            {
                var work = new Batch(y / 2 * 2, upper, lower, across, first, Math.Min(batch, tiles - first));
                switch (set)
                {
                    case InstructionSet.Vector512:
                        Run<Simd512, TEpilogue>(set, convolution, x, work, inputs, sums, output, residual,
                        film); break;
                    case InstructionSet.Vector256:
                        Run<Simd256, TEpilogue>(set, convolution, x, work, inputs, sums, output, residual,
                        film); break;
                    case InstructionSet.Vector128 or InstructionSet.Host:
                        Run<Simd128, TEpilogue>(set, convolution, x, work, inputs, sums, output, residual,
                        film); break;
                    default: Run<SimdScalar, TEpilogue>(set, convolution, x, work, inputs, sums, output, residual, film); break;
                }
            }

            y += upper && lower ? 2 * rows : 1;
        }

        pool.Return(inputs);
        pool.Return(sums);
    }

    private static void Run<TSimd, TEpilogue>(InstructionSet set, PackedConvolution convolution, Tensor x, Batch work, Tensor inputs,
        Tensor sums, Tensor output,
        Tensor? residual, AlignedBuffer? film)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue
    {
        Transform<TSimd>(x, work, convolution.Spec.In, inputs);
        for (int panel = 0; panel < convolution.Panels; panel++)
        {
            int channel = panel * PackedConvolution.PanelWidth, channels = Math.Min(PackedConvolution.PanelWidth,
                convolution.Spec.Out - channel);
            Multiply(set, convolution, panel, channels, work, inputs, sums);
            for (int tile = 0, count; tile < work.Count; tile += count)
            {
                (int down, int left) = Math.DivRem(work.First + tile, work.Across);
                count = Math.Min(work.Count - tile, work.Across - left);
                for (int y = work.Top + 2 * down + (work.Upper ? 0 : 1), end = work.Top + 2 * down + (work.Lower ? 2 : 1); y < end; y++)
                {
                    var task = new RowTask
                    {
                        Output = output.Buffer.Pointer + output.Offset(y, 0) + channel,
                        OutputStep = output.ChannelStride,
                        Channels = channels,
                        Width = output.Width,
                    };
                    if (residual is not null)
                        task.Residual = residual.Buffer.Pointer + residual.Offset(y, 0) + channel;
                    if (film is not null)
                        task.Scale = film.Pointer + channel;
                    RowKernel.Prepare<TEpilogue>(ref task);
                    Finish<TSimd>(sums, tile, count, y % 2 != 0, task, 2 * left);
                }
            }
        }
    }

    private static void Transform<TSimd>(Tensor x, Batch work, int depth, Tensor inputs)
        where TSimd : struct, ISimd<TSimd>
    {
        float** rows = stackalloc float*[Side];
        for (int tile = 0; tile < work.Count; tile++)
        {
            (int down, int left) = Math.DivRem(work.First + tile, work.Across);
            for (int r = 0; r < Side; r++)
            {
                // the outermost row may not be at hand where no output that needs it is wanted
                int y = work.Top + 2 * down - 1 + Math.Clamp(r, work.FirstLine, work.LastLine);
                rows[r] = x.Buffer.Pointer + x.Offset(y, 2 * left - 1);
            }

            float* v = inputs.Buffer.Pointer + inputs.Offset(0, tile);
            WinogradTile<TSimd>.Inputs(rows, x.ChannelStride, depth, v, inputs.RowStride);
        }
    }

    private static void Multiply(InstructionSet set, PackedConvolution convolution, int panel, int channels, Batch work, Tensor inputs,
        Tensor sums)
    {
        int depth = convolution.Spec.In;
        for (int product = work.FirstLine * Side; product < (work.LastLine + 1) * Side; product++)
        {
            var tap = new Tap { Start = inputs.Buffer.Pointer + inputs.Offset(product, 0), Length = depth };
            RowKernel.Run<Linear>(set, new RowTask
            {
                Taps = &tap,
                TapCount = 1,
                InputStep = inputs.ChannelStride,
                Weights = convolution.Weights.Pointer + ((nint)panel * WinogradWeights.Count + product) * depth
                    * PackedConvolution.PanelWidth,
                Bias = product == WinogradWeights.WithBias ? convolution.Bias.Pointer + panel
                    * PackedConvolution.PanelWidth : s_zeros.Pointer,
                Output = sums.Buffer.Pointer + sums.Offset(product, 0),
                OutputStep = sums.ChannelStride,
                Channels = channels,
                Width = work.Count,
            });
        }
    }

    private static void Finish<TSimd>(Tensor sums, int tile, int count, bool lower, in RowTask task, int x)
        where TSimd : struct, ISimd<TSimd>
    {
        float* m = sums.Buffer.Pointer + sums.Offset(0, tile);
        for (int i = 0; i < count; i++, m += sums.ChannelStride, x += 2)
        {
            if (lower)
                WinogradTile<TSimd>.LowerOutputs(m, sums.RowStride, task, x);
            else
                WinogradTile<TSimd>.UpperOutputs(m, sums.RowStride, task, x);
        }
    }

    private static Tensor Planes(TensorPool pool, int tiles, int channels) =>
        pool.Rent(Strip.Whole(WinogradWeights.Count), tiles, channels);

    private static AlignedBuffer Zeros()
    {
        var buffer = new AlignedBuffer(PackedConvolution.PanelWidth);
        buffer.Span.Clear();
        return buffer;
    }

    /// <summary>Tiles that are computed together, counted along the rows of tiles.</summary>
    /// <param name="Top">First row of the first row of tiles.</param>
    /// <param name="Upper">Whether the tiles' upper rows are wanted.</param>
    /// <param name="Lower">Whether the tiles' lower rows are wanted.</param>
    /// <param name="Across">Tiles in a row.</param>
    /// <param name="First">The first tile.</param>
    /// <param name="Count">Tiles.</param>
    private readonly record struct Batch(int Top, bool Upper, bool Lower, int Across, int First, int Count)
    {
        /// <summary>First row of the products that the outputs depend on.</summary>
        public int FirstLine => Upper ? 0 : 1;

        /// <summary>Last row of them.</summary>
        public int LastLine => Lower ? Side - 1 : Side - 2;
    }
}
