namespace VaeCodec.Bench.Results;

/// <summary>One codec at one setting, over all images.</summary>
internal sealed record CurvePoint
{
    /// <summary>Value of the setting; null for curves from a file.</summary>
    public double? Setting { get; init; }

    /// <summary>Mean bits per pixel.</summary>
    public required double Bpp { get; init; }

    /// <summary>Mean PSNR over RGB in dB.</summary>
    public required double PsnrRgbDb { get; init; }

    /// <summary>Mean PSNR of the luma in dB; null where not known.</summary>
    public double? PsnrYDb { get; init; }

    /// <summary>Mean MS-SSIM; null where not known.</summary>
    public double? MsSsim { get; init; }

    /// <summary>Mean SSIMULACRA 2; null where not known.</summary>
    public double? Ssimulacra2 { get; init; }

    /// <summary>Mean 3-norm of butteraugli distances; null where not known.</summary>
    public double? Butteraugli3 { get; init; }

    /// <summary>Mean of the greatest butteraugli distances; null where not known.</summary>
    public double? ButteraugliMax { get; init; }

    /// <summary>Times; null for curves from a file.</summary>
    public SpeedSummary? Speed { get; init; }

    /// <summary>Mean bits per pixel of each latent layer; null for codecs without layers.</summary>
    public IReadOnlyList<double>? LayerBpp { get; init; }

    /// <summary>All bits of the files over the model's estimate; null for codecs without one.</summary>
    public double? FileOverEstimate { get; init; }
}
