namespace VaeCodec.Networks;

/// <summary>One convolution: parameter names <c>Name.weight</c> [Out, In, Kernel, Kernel] and <c>Name.bias</c> [Out].</summary>
/// <param name="Name">Prefix of the parameter names in the weight file.</param>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Kernel">Side of the kernel. Zero padding of Kernel / 2 when <paramref name="Stride"/> is 1, none otherwise.</param>
/// <param name="Stride">1, or equal to <paramref name="Kernel"/> (non-overlapping patches).</param>
/// <param name="Shuffle">Factor f of the pixel shuffle that follows: channel c * f * f + dy * f + dx goes to channel c at (y * f + dy,
/// x * f + dx). 1 for none.</param>
public sealed record ConvolutionSpec(string Name, int In, int Out, int Kernel = 1, int Stride = 1, int Shuffle = 1)
{
    /// <summary>Multiplications per output position.</summary>
    public long MultipliesPerPosition => (long)In * Out * Kernel * Kernel;
}
