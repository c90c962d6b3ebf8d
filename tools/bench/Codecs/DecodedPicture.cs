namespace VaeCodec.Bench.Codecs;

/// <summary>A picture as a codec has read it back.</summary>
/// <param name="Image">8-bit RGB.</param>
/// <param name="Time">What decoding took.</param>
internal sealed record DecodedPicture(PixelImage Image, Timing Time);
