namespace VaeCodec;

/// <summary>How a picture is encoded. Immutable; one instance may serve many threads.</summary>
public sealed record EncoderOptions
{
    /// <summary>0 (smallest) to 100 (best). Ignored when <see cref="Beta"/> is given.</summary>
    public double Quality { get; init; } = 60;

    /// <summary>One multiplier per latent layer, coarsest first, in mean squared error (pixels in [0, 1]) per bit per pixel; one value
    /// stands for all layers. Rounded to sixteenths of an octave.</summary>
    public IReadOnlyList<double>? Beta { get; init; }

    /// <summary>Threads to use; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
