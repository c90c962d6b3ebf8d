namespace VaeCodec.Bench.Texture;

/// <summary>One picture of an image at a quality.</summary>
/// <param name="Image">File name.</param>
/// <param name="Quality">The encoder's.</param>
/// <param name="Picture">original, plain or texture.</param>
/// <param name="Bpp">All bytes of its file, in bits per pixel; 0 for the original.</param>
/// <param name="Psnr">In dB; see <see cref="Metrics.Psnr.Identical"/>.</param>
/// <param name="MsSsim">Null for small pictures.</param>
/// <param name="FlatDeviation">See <see cref="Metrics.LocalStatistics"/>.</param>
/// <param name="BusyDeviation">Likewise.</param>
/// <param name="Gradient">Likewise.</param>
/// <param name="Shift">From the plain picture; see <see cref="Metrics.LocalStatistics.Shift"/>.</param>
/// <param name="DecodeMs">0 for the original.</param>
internal sealed record TextureMeasurement(string Image, double Quality, string Picture, double Bpp, double Psnr, double? MsSsim,
    double? FlatDeviation, double? BusyDeviation, double Gradient, double? Shift, double DecodeMs);

/// <summary>All of them, by image, then quality.</summary>
/// <param name="Temperature">That the files asked for.</param>
/// <param name="Measurements">The numbers.</param>
internal sealed record TextureResults(double Temperature, IReadOnlyList<TextureMeasurement> Measurements);
