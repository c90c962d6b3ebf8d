namespace VaeCodec.Bench.Lossless;

/// <summary>One lossless codec on one image.</summary>
/// <param name="Codec">Its name.</param>
/// <param name="Image">File name.</param>
/// <param name="Bpp">All bytes of its file, in bits per pixel.</param>
/// <param name="Exact">True when decoding gave back every pixel.</param>
/// <param name="EncodeMs">A peer's is that of a whole process.</param>
/// <param name="DecodeMs">Likewise.</param>
internal sealed record LosslessMeasurement(string Codec, string Image, double Bpp, bool Exact, double EncodeMs, double DecodeMs);

/// <summary>All of them, by image, then codec.</summary>
/// <param name="Commands">The peers' versions and commands.</param>
/// <param name="Measurements">The numbers.</param>
internal sealed record LosslessResults(IReadOnlyList<string> Commands, IReadOnlyList<LosslessMeasurement> Measurements);
