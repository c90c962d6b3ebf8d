using System.Security.Cryptography;
using System.Text;
using VaeCodec.Images;

namespace VaeCodec.Bench;

/// <summary>One picture of the folder as every codec gets it: 8-bit RGB. Gray is spread over three channels, alpha and metadata are
/// dropped.</summary>
/// <param name="Name">File name.</param>
/// <param name="Image">RGB pixels.</param>
/// <param name="Hash">SHA-256 of size and pixels, in hexadecimal.</param>
internal sealed record TestImage(string Name, PixelImage Image, string Hash)
{
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".ppm", ".pnm", ".pgm"];

    /// <summary>Number of pixels.</summary>
    public long Pixels => (long)Image.Width * Image.Height;

    /// <summary>The images of a folder in the order of their names.</summary>
    /// <exception cref="IOException">There is no such folder.</exception>
    /// <exception cref="VaeCodecException">BadImage: it has no images.</exception>
    public static IReadOnlyList<string> Paths(string folder)
    {
        if (!Directory.Exists(folder))
            throw new IOException($"there is no folder '{folder}'");
        string[] paths = [.. Directory.EnumerateFiles(folder).Where(f => s_extensions.Contains(Path.GetExtension(f).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)];
        return paths.Length > 0 ? paths : throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"there are no images in '{folder}'");
    }

    /// <summary>Files, and the images of folders, in the order of their names.</summary>
    /// <exception cref="IOException">There is neither a file nor a folder of a name.</exception>
    /// <exception cref="VaeCodecException">BadImage: a folder has no images.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> names) => [.. names.SelectMany(name => Directory.Exists(name) ? Paths(name)
        : File.Exists(name) ? [name] : throw new IOException($"there is no file or folder '{name}'"))];

    /// <summary>Reads an image file.</summary>
    /// <exception cref="VaeCodecException">It is none.</exception>
    public static TestImage Load(string path)
    {
        try
        {
            return Of(Path.GetFileName(path), ImageFile.Load(path));
        }
        catch (VaeCodecException e)
        {
            throw new VaeCodecException(e.Kind, $"{path}: {e.Message}", inner: e);
        }
    }

    /// <summary>Names a picture in memory.</summary>
    public static TestImage Of(string name, PixelImage image)
    {
        PixelImage rgb = ToRgb(image);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"{rgb.Width}x{rgb.Height}:"));
        hash.AppendData(rgb.Pixels);
        return new(name, rgb, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Three channels, whatever there were, and no metadata, so that every codec stores the same.</summary>
    public static PixelImage ToRgb(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels == 3)
            return image with { Metadata = ImageMetadata.None };
        byte[] rgb = new byte[image.Width * image.Height * 3];
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = image.Pixels[i / 3 * image.Channels + (image.IsGray ? 0 : i % 3)];
        return new(image.Width, image.Height, 3, rgb);
    }
}
