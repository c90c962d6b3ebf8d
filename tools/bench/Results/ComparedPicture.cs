namespace VaeCodec.Bench.Results;

/// <summary>One codec's version of an image that is shown.</summary>
/// <param name="Codec">Codec's name.</param>
/// <param name="Setting">Value of its setting.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Bpp">Bits per pixel.</param>
/// <param name="PsnrRgbDb">PSNR over RGB in dB.</param>
/// <param name="MsSsim">MS-SSIM; null for pictures too small for it.</param>
internal sealed record ComparedPicture(string Codec, double Setting, int Bytes, double Bpp, double PsnrRgbDb, double? MsSsim);
