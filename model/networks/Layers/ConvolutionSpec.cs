namespace VaeCodec.Networks.Layers;

/// <summary>One convolution: parameter names <c>Name.weight</c> [Out, In, Kernel, Kernel] and <c>Name.bias</c> [Out].</summary>
/// <param name="Name">Prefix of the parameter names in the weight file.</param>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Kernel">Side of the kernel. Zero padding of Kernel / 2 when <paramref name="Stride"/> is 1, none otherwise.</param>
/// <param name="Stride">1, or equal to <paramref name="Kernel"/> (non-overlapping patches).</param>
/// <param name="Shuffle">Factor f of the pixel shuffle that follows: channel c * f * f + dy * f + dx goes to channel c at (y * f + dy,
/// x * f + dx). 1 for none.</param>
/// <param name="Winograd">For a kernel of 3 and a stride of 1: computed as F(2x2, 3x3) of Lavin and Gray 2016 (arXiv:1509.09308, section
/// 4.1), with 4/9 of the multiplications. The deterministic engine's results differ in their last bits.</param>
internal sealed record ConvolutionSpec(string Name, int In, int Out, int Kernel = 1, int Stride = 1, int Shuffle = 1, bool Winograd = false)
{
    /// <summary>Multiplications per output position of a plain convolution, however it is computed.</summary>
    public long MultipliesPerPosition => (long)In * Out * Kernel * Kernel;

    /// <summary>Multiplications per output position that are made: 16 for four of a tile in the place of 36.</summary>
    public long MadePerPosition => Winograd ? MultipliesPerPosition * 4 / 9 : MultipliesPerPosition;
}
