namespace VaeCodec.Inference.Convolution;

/// <summary>One row of outputs of a convolution for one panel of 32 output channels. tools/viewer/wwwroot/kernels.js knows the layout, with
/// pointers of 32 bits.</summary>
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

    /// <summary>What sums below zero are multiplied with.</summary>
    public float Slope;

    /// <summary>FiLM scale [32].</summary>
    public float* Scale;

    public float* Output;

    /// <summary>What is added.</summary>
    public float* Residual;

    /// <summary>Floats between the residuals of neighbouring output positions.</summary>
    public nint ResidualStep;

    /// <summary>Floats between neighbouring output positions.</summary>
    public nint OutputStep;

    /// <summary>Output channels of the panel; those that fill it up need no computing.</summary>
    public int Channels;

    /// <summary>Output positions.</summary>
    public int Width;
}
