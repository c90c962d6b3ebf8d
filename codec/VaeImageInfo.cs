namespace VaeCodec;

/// <summary>What the header of a .vaec file says; read without weights and without decoding.</summary>
/// <param name="Version">Container version.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha.</param>
/// <param name="ModelId">First four bytes of the SHA-256 of the weights file, as eight hex digits.</param>
/// <param name="Beta">One multiplier per latent layer, coarsest first.</param>
/// <param name="LatentBytes">Length of the coded latents.</param>
/// <param name="FileBytes">Length of the whole file.</param>
/// <param name="PixelsCrc32C">CRC-32C of the decoded pixels, interleaved.</param>
/// <param name="FileCrc32C">CRC-32C of the file's other bytes.</param>
public sealed record VaeImageInfo(int Version, int Width, int Height, int Channels, string ModelId, IReadOnlyList<double> Beta,
    int LatentBytes, long FileBytes, uint PixelsCrc32C, uint FileCrc32C);
