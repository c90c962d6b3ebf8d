namespace VaeCodec.Inference.Convolution;

/// <summary>A run of consecutive input floats that one output position reads; a convolution is a short list of taps.</summary>
internal unsafe struct Tap
{
    /// <summary>Where the run starts for the output row's first position.</summary>
    public float* Start;

    /// <summary>Floats in the run.</summary>
    public int Length;
}
