using VaeCodec.Networks;

namespace VaeCodec.Inference;

/// <summary>A convolution's weights as the kernels read them: panels of 32 output channels, inside a panel one row of 32 floats per input
/// value, inputs in the order (ky, kx, channel). Output channels that do not exist are zero.</summary>
internal sealed class PackedConvolution
{
    /// <summary>Output channels per panel.</summary>
    public const int PanelWidth = 32;

    /// <summary>Packs weights [Out, In, Kernel, Kernel] and bias [Out]. Before a pixel shuffle by f, output channel c * f * f + dy * f + dx
    /// is packed at (dy * f + dx) * (Out / f / f) + c, so that a panel writes neighbouring channels of one output position.</summary>
    public PackedConvolution(ConvolutionSpec spec, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        Spec = spec;
        Inputs = spec.In * spec.Kernel * spec.Kernel;
        Panels = (spec.Out + PanelWidth - 1) / PanelWidth;
        Weights = new AlignedBuffer(Panels * Inputs * PanelWidth);
        Bias = new AlignedBuffer(Panels * PanelWidth);
        int taps = spec.Kernel * spec.Kernel, cells = spec.Shuffle * spec.Shuffle, perCell = spec.Out / cells;
        Span<float> packed = Weights.Span;
        for (int o = 0; o < spec.Out; o++)
        {
            int slot = o % cells * perCell + o / cells;
            int panel = slot / PanelWidth, lane = slot % PanelWidth;
            Bias.Span[slot] = bias[o];
            ReadOnlySpan<float> from = weights.Slice(o * Inputs, Inputs);
            Span<float> to = packed.Slice(panel * Inputs * PanelWidth, Inputs * PanelWidth);
            for (int c = 0; c < spec.In; c++)
            {
                for (int t = 0; t < taps; t++)
                    to[(t * spec.In + c) * PanelWidth + lane] = from[c * taps + t];
            }
        }
    }

    public ConvolutionSpec Spec { get; }

    /// <summary>Input values per output position.</summary>
    public int Inputs { get; }

    public int Panels { get; }

    public AlignedBuffer Weights { get; }

    public AlignedBuffer Bias { get; }
}
