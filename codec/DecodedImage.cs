namespace VaeCodec;

/// <summary>A decoded picture, and how much of its file went into it.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Layers">Latent layers that were decoded; the others stayed at their prior's mean.</param>
/// <param name="LayersInAll">Latent layers of the file's model.</param>
/// <param name="IsCutShort">True when the file ends before its content does.</param>
public sealed record DecodedImage(PixelImage Image, int Layers, int LayersInAll, bool IsCutShort)
{
    /// <summary>True when these are the exact pixels that were encoded, of a lossless file.</summary>
    public bool IsLossless { get; init; }

    /// <summary>True when the file's texture is in the picture.</summary>
    public bool HasTexture { get; init; }
}
