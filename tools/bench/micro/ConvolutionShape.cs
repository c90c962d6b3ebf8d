using VaeCodec.Networks.Layers;

namespace VaeCodec.MicroBench;

/// <summary>A convolution of the shipped network with the grid it has for a picture of 768 x 512.</summary>
public sealed class ConvolutionShape
{
    private readonly string _name;

    private ConvolutionShape(string name, ConvolutionSpec spec, int height, int width) =>
        (_name, Spec, Height, Width) = (name, spec, height, width);

    /// <summary>Rows of its input.</summary>
    public int Height { get; }

    /// <summary>Positions per row of its input.</summary>
    public int Width { get; }

    /// <summary>Each kind of convolution, at a large and a small grid.</summary>
    public static IEnumerable<ConvolutionShape> All { get; } =
    [
        Of("3x3", new("c", 64, 32, 3), 128, 192),
        Of("3x3", new("c", 128, 64, 3), 64, 96),
        Of("3x3", new("c", 192, 96, 3), 16, 24),
        Of("F(2x2, 3x3)", new("c", 64, 32, 3, Winograd: true), 128, 192),
        Of("F(2x2, 3x3)", new("c", 128, 64, 3, Winograd: true), 64, 96),
        Of("F(2x2, 3x3)", new("c", 192, 96, 3, Winograd: true), 16, 24),
        Of("1x1", new("c", 32, 64), 128, 192),
        Of("1x1", new("c", 64, 128), 64, 96),
        Of("1x1", new("c", 384, 192), 32, 48),
        Of("patch 2x2", new("c", 64, 128, 2, 2), 128, 192),
        Of("sub-pixel 1x1", new("c", 128, 256, Shuffle: 2), 64, 96),
    ];

    internal ConvolutionSpec Spec { get; }

    /// <summary>Multiplications of a plain convolution.</summary>
    public long Multiplies => Spec.MultipliesPerPosition * (Height / Spec.Stride) * (Width / Spec.Stride);

    /// <inheritdoc/>
    public override string ToString() => $"{_name} {Spec.In}->{Spec.Out} {Height}x{Width}";

    private static ConvolutionShape Of(string name, ConvolutionSpec spec, int height, int width) => new(name, spec, height, width);
}
