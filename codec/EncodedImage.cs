namespace VaeCodec;

/// <summary>A finished .vaec file with what its making cost.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Beta">The multipliers used, one per latent layer; none where there are no layers.</param>
/// <param name="LayerBits">Bits per latent layer by the model's own tables, coarsest first.</param>
/// <param name="Reconstruction">The picture that decoding gives.</param>
/// <param name="Psnr">Over the colour channels of the 8-bit picture where it can be seen (alpha above 0), in dB; +infinity when
/// exact.</param>
/// <param name="Model">The weights; null for a picture that needs none.</param>
public sealed record EncodedImage(byte[] Bytes, int Width, int Height, IReadOnlyList<double> Beta, IReadOnlyList<double> LayerBits,
    PixelImage Reconstruction, double Psnr, ModelId? Model)
{
    /// <summary>Of a gray picture that was encoded at a quality: the bytes that the same picture takes as RGB, at no higher PSNR. Else
    /// null.</summary>
    public int? ColourBytes { get; init; }

    /// <summary>True when what can be seen comes back exactly without a network, because that took the fewest bytes.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Bits of the exact pixels in a lossless file, behind the latents; 0 in a lossy one.</summary>
    public long PixelBits { get; init; }

    /// <summary>Of a lossy picture, the share of its pixels that come back exactly, as text and other graphics in it do where that pays; 0
    /// to 1.</summary>
    public double ExactShare { get; init; }

    /// <summary>All bytes of the file, in bits per pixel.</summary>
    public double BitsPerPixel => Bytes.Length * 8.0 / ((double)Width * Height);
}
