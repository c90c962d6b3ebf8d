using VaeCodec.Inference.Simd;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Convolution;

/// <summary>A convolution's weights as the kernels read them: panels of 32 output channels, inside a panel one row of 32 floats per input
/// value, inputs in the order (ky, kx, channel); or, of F(2x2, 3x3), (i, j, channel) of the transformed kernels. Output channels that do
/// not exist are zero.</summary>
internal sealed class PackedConvolution
{
    /// <summary>Output channels per panel.</summary>
    public const int PanelWidth = 32;

    /// <summary>Inputs that are packed for all channels of a panel before the next: both sides of the transposition then stay in the
    /// first-level cache.</summary>
    private const int BlockInputs = 16;

    /// <summary>Packs weights [Out, In, Kernel, Kernel] and bias [Out]. Before a pixel shuffle by f, output channel c * f * f + dy * f + dx
    /// is packed at (dy * f + dx) * (Out / f / f) + c, so that a panel writes neighbouring channels of one output position.</summary>
    public PackedConvolution(ConvolutionSpec spec, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        Spec = spec;
        int taps = spec.Kernel * spec.Kernel;
        (Inputs, Panels) = (InputsOf(spec), PanelsOf(spec));
        Weights = new AlignedBuffer(Panels * Inputs * PanelWidth);
        Bias = new AlignedBuffer(Panels * PanelWidth);
        int cells = spec.Shuffle * spec.Shuffle, perCell = spec.Out / cells, inputs = spec.In * taps;
        int[] rows = RowOfInput(spec.In, taps);
        float[] plain = spec.Winograd ? new float[inputs * PanelWidth] : [];
        for (int panel = 0; panel < Panels; panel++)
        {
            int lanes = Math.Min(PanelWidth, spec.Out - panel * PanelWidth);
            if (lanes < PanelWidth)
                Array.Clear(plain);
            Span<float> all = Weights.Span.Slice(panel * Inputs * PanelWidth, Inputs * PanelWidth), packed = spec.Winograd ? plain : all;
            for (int from = 0; from < inputs; from += BlockInputs)
            {
                ReadOnlySpan<int> block = rows.AsSpan(from, Math.Min(BlockInputs, inputs - from));
                for (int lane = 0; lane < lanes; lane++)
                {
                    ReadOnlySpan<float> values = weights.Slice(OutputOf(panel * PanelWidth + lane) * inputs + from, block.Length);
                    for (int i = 0; i < values.Length; i++)
                        packed[block[i] * PanelWidth + lane] = values[i];
                }
            }

            if (spec.Winograd)
                WinogradWeights.Transform(plain, all);
        }

        for (int slot = 0; slot < spec.Out; slot++)
            Bias.Span[slot] = bias[OutputOf(slot)];

        int OutputOf(int slot) => slot % perCell * cells + slot / perCell;
    }

    private PackedConvolution(PackedConvolution other, AlignedBuffer bias)
        => (Spec, Inputs, Panels, Weights, Bias) = (other.Spec, other.Inputs, other.Panels, other.Weights, bias);

    public ConvolutionSpec Spec { get; }

    /// <summary>Rows of weights in a panel.</summary>
    public int Inputs { get; }

    public int Panels { get; }

    public AlignedBuffer Weights { get; }

    public AlignedBuffer Bias { get; }

    /// <summary>What the packed weights of a convolution take.</summary>
    public static long BytesOf(ConvolutionSpec spec) => (long)PanelsOf(spec) * (InputsOf(spec) + 1) * PanelWidth * sizeof(float);

    /// <summary>The same weights with another bias, padded to whole panels; there must be no shuffle.</summary>
    public PackedConvolution WithBias(AlignedBuffer bias) => new(this, bias);

    private static int InputsOf(ConvolutionSpec spec) => spec.In * (spec.Winograd ? WinogradWeights.Count : spec.Kernel * spec.Kernel);

    private static int PanelsOf(ConvolutionSpec spec) => (spec.Out + PanelWidth - 1) / PanelWidth;

    /// <summary>Which row of a panel an input is in: from the file's order (channel, ky, kx) to (ky, kx, channel).</summary>
    private static int[] RowOfInput(int channels, int taps)
    {
        var rows = new int[channels * taps];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = i % taps * channels + i / taps;
        return rows;
    }
}
