namespace VaeCodec.Inference.Simd;

/// <summary>One row of outputs of a convolution for one panel of 32 output channels.</summary>
internal unsafe struct RowTask
{
    /// <summary>The runs of input that make up the sum, in order.</summary>
    public Tap* Taps;
    public int TapCount;

    /// <summary>Floats between the runs of neighbouring output positions.</summary>
    public nint InputStep;

    /// <summary>[sum of tap lengths][32].</summary>
    public float* Weights;

    /// <summary>[32].</summary>
    public float* Bias;

    /// <summary>FiLM scale [32] for <see cref="EpilogueKind.ScaledResidual"/>.</summary>
    public float* Scale;

    public float* Output;

    /// <summary>What is added; the same positions as the output.</summary>
    public float* Residual;

    /// <summary>Floats between neighbouring output positions.</summary>
    public nint OutputStep;

    /// <summary>Output positions.</summary>
    public int Width;
}
