namespace VaeCodec.Bench.Results;

/// <summary>One image by one codec at one setting: a whole file written, read back and compared.</summary>
internal sealed record Measurement
{
    /// <summary>Codec's name.</summary>
    public required string Codec { get; init; }

    /// <summary>File name of the image.</summary>
    public required string Image { get; init; }

    /// <summary>Value of the codec's setting.</summary>
    public required double Setting { get; init; }

    /// <summary>Length of the file.</summary>
    public required int Bytes { get; init; }

    /// <summary>Bits per pixel: all bytes of the file.</summary>
    public required double Bpp { get; init; }

    /// <summary>PSNR over RGB in dB; identical pictures count as 100.</summary>
    public required double PsnrRgbDb { get; init; }

    /// <summary>PSNR of the luma in dB.</summary>
    public required double PsnrYDb { get; init; }

    /// <summary>MS-SSIM, 1 for identical pictures; null for pictures too small for it.</summary>
    public double? MsSsim { get; init; }

    /// <summary>SSIMULACRA 2, 100 for identical pictures; null for pictures too small for it.</summary>
    public double? Ssimulacra2 { get; init; }

    /// <summary>3-norm of the butteraugli distances, 0 for identical pictures; null where it was not asked for.</summary>
    public double? Butteraugli3 { get; init; }

    /// <summary>Greatest butteraugli distance; null as before.</summary>
    public double? ButteraugliMax { get; init; }

    /// <summary>Encoder's milliseconds by the clock.</summary>
    public required double EncodeMs { get; init; }

    /// <summary>Encoder's milliseconds of processor time.</summary>
    public required double EncodeCpuMs { get; init; }

    /// <summary>Decoder's milliseconds by the clock.</summary>
    public required double DecodeMs { get; init; }

    /// <summary>Decoder's milliseconds of processor time.</summary>
    public required double DecodeCpuMs { get; init; }

    /// <summary>Bits per latent layer by the model's estimate, coarsest first; null for codecs without layers.</summary>
    public IReadOnlyList<double>? LayerBits { get; init; }

    /// <summary>Whether the decoder gave what the encoder promised; null for codecs that promise nothing.</summary>
    public bool? Exact { get; init; }
}
