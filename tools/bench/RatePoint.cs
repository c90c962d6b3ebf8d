namespace VaeCodec.Bench;

/// <summary>One point of a rate-distortion curve.</summary>
/// <param name="Bpp">Bits per pixel of whole files, mean over the images.</param>
/// <param name="Psnr">Mean over the images of PSNR over RGB in dB, or of another measure that grows with quality.</param>
internal readonly record struct RatePoint(double Bpp, double Psnr);
