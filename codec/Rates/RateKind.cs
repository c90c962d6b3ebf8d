namespace VaeCodec.Rates;

/// <summary>Which of the choices a <see cref="Rate"/> is.</summary>
internal enum RateKind
{
    /// <summary>0 to 100.</summary>
    Quality,

    /// <summary>The multipliers themselves.</summary>
    Beta,

    /// <summary>A target in bits per pixel.</summary>
    BitsPerPixel,

    /// <summary>A target in bytes.</summary>
    Bytes,

    /// <summary>A target in dB.</summary>
    Psnr,
}
