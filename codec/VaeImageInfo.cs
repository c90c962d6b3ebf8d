namespace VaeCodec;

/// <summary>What a .vaec file says of itself; read without weights and without decoding.</summary>
/// <param name="Version">Container version.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha.</param>
/// <param name="Model">Name (where it is known) and id of the weights that the file needs.</param>
/// <param name="Beta">One multiplier per latent layer, coarsest first; a single one when all are equal.</param>
/// <param name="LatentBytes">Length of the coded latents.</param>
/// <param name="FileBytes">Length of the whole file.</param>
/// <param name="PixelsCrc32C">CRC-32C of the decoded pixels, interleaved.</param>
/// <param name="Chunks">What the file holds besides the latents, in its order.</param>
public sealed record VaeImageInfo(int Version, int Width, int Height, int Channels, string Model, IReadOnlyList<double> Beta,
    int LatentBytes, long FileBytes, uint PixelsCrc32C, IReadOnlyList<VaeChunkInfo> Chunks)
{
    /// <summary>Bytes of the exact pixels' streams; null in a lossy file.</summary>
    public int? PixelBytes { get; init; }

    /// <summary>How the picture's texture is drawn; null where it has none.</summary>
    public TextureOptions? Texture { get; init; }
}

/// <summary>A chunk of a .vaec file.</summary>
/// <param name="Type">Its type, 1 to 255.</param>
/// <param name="Name">alpha, exact pixels, texture, ICC, EXIF, XMP or unknown.</param>
/// <param name="Bytes">Its length in the file, compressed.</param>
public sealed record VaeChunkInfo(int Type, string Name, int Bytes);
