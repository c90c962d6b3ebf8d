namespace VaeCodec.Bench.Codecs;

/// <summary>A picture as a codec has written it.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="Time">What encoding took.</param>
/// <param name="LayerBits">Bits per latent layer by the model's estimate, coarsest first; null for codecs without layers.</param>
/// <param name="Promise">The pixels that the encoder says decoding gives; null for codecs that do not say.</param>
internal sealed record CodedPicture(byte[] Bytes, Timing Time, IReadOnlyList<double>? LayerBits = null, PixelImage? Promise = null);
