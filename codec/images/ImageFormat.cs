namespace VaeCodec.Images;

/// <summary>The formats that pictures are written in, by the extension of the file's name.</summary>
internal static class ImageFormat
{
    /// <summary>libvips' options for a format; null for one that is not written by it. Stripped are those that get their metadata
    /// afterwards, since libvips would make up some EXIF.</summary>
    /// <param name="suffix">Names the format.</param>
    /// <param name="quality">1 to 100, or null for the format's own.</param>
    public static string? OptionsOf(string suffix, int? quality = null) => Main(suffix) switch
    {
        ".jpg" => $"Q={quality ?? 95},strip=true",
        ".webp" => quality is null ? "lossless=true,strip=true" : $"Q={quality},strip=true",
        ".png" => "strip=true,compression=3,filter=sub", // on photographs two thirds of the default's time and 12 % fewer bytes
        ".avif" => quality is null ? "lossless=true" : $"Q={quality}",
        ".tif" or ".gif" => "",
        _ => null,
    };

    /// <summary>Whether a format is written at a chosen quality.</summary>
    public static bool HasQuality(string suffix) => OptionsOf(suffix, 1) != OptionsOf(suffix);

    /// <summary>Whether a format has alpha.</summary>
    public static bool HasAlpha(string suffix) => Main(suffix) is not (".pnm" or ".jpg");

    /// <summary>True for the PNM family, which is written without libvips.</summary>
    public static bool IsPnm(string suffix) => Main(suffix) == ".pnm";

    /// <summary>The suffix that stands for all those of its format.</summary>
    public static string Main(string suffix) => suffix.ToLowerInvariant() switch
    {
        ".jpeg" or ".jpe" or ".jfif" => ".jpg",
        ".tiff" => ".tif",
        ".ppm" or ".pgm" or ".pbm" => ".pnm",
        var main => main,
    };

    /// <summary>Throws unless there is such a format, and it can be written so.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public static void Require(string suffix, ImageSaveOptions options)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        if (OptionsOf(suffix) is null && !IsPnm(suffix))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"no image format has the extension '{suffix}'; use .png, .jpg, .webp, .tif, .avif, .gif, .ppm or .pgm");
        if (options.Quality is not null && !HasQuality(suffix))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"{suffix} files have no quality to choose; it is for .jpg, .webp and .avif");
    }
}
