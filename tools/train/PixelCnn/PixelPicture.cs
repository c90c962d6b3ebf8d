namespace VaeCodec.Train.PixelCnn;

/// <summary>A picture with what the flagship decodes of it.</summary>
/// <param name="Width">A multiple of 64.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Exact">Interleaved RGB.</param>
/// <param name="Lossy">Likewise.</param>
/// <param name="Position">Where the rate multiplier lies in the flagship's trained range: 0 the most bits to 1.</param>
/// <param name="Bits">What the lossy picture takes.</param>
internal sealed record PixelPicture(int Width, int Height, byte[] Exact, byte[] Lossy, float Position, float Bits);
