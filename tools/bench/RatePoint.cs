namespace VaeCodec.Bench;

/// <summary>One point of a rate-distortion curve.</summary>
/// <param name="Bpp">Bits per pixel of whole files, mean over the images.</param>
/// <param name="Psnr">PSNR over RGB in dB, mean over the images.</param>
internal readonly record struct RatePoint(double Bpp, double Psnr);
