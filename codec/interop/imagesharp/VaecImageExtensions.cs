using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace VaeCodec.ImageSharp;

/// <summary>.vaec files from images, and pictures of the codec to and from images.</summary>
public static class VaecImageExtensions
{
    private const ushort Upright = 1;

    /// <summary>Writes an image as a .vaec file.</summary>
    /// <param name="image">Any image.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="encoder">Null for a lossy file of quality 60.</param>
    /// <exception cref="VaeCodecException">As for <see cref="VaeEncoder.Encode"/>.</exception>
    public static void SaveAsVaec(this Image image, Stream stream, VaecEncoder? encoder = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        image.Save(stream, encoder ?? new());
    }

    /// <summary>Writes an image as a .vaec file; one of that path is replaced.</summary>
    /// <param name="image">Any image.</param>
    /// <param name="path">Of the file.</param>
    /// <param name="encoder">Null for a lossy file of quality 60.</param>
    /// <exception cref="VaeCodecException">As for <see cref="VaeEncoder.Encode"/>.</exception>
    public static void SaveAsVaec(this Image image, string path, VaecEncoder? encoder = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        image.Save(path, encoder ?? new());
    }

    /// <summary>Encodes an image on the thread pool and writes it as a .vaec file.</summary>
    /// <param name="image">Any image; it is not to be changed meanwhile.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="encoder">Null for a lossy file of quality 60.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">As for <see cref="VaeEncoder.Encode"/>.</exception>
    public static Task SaveAsVaecAsync(this Image image, Stream stream, VaecEncoder? encoder = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.SaveAsync(stream, encoder ?? new(), cancellationToken);
    }

    /// <summary>The picture of an image's first frame, upright, with its profile, EXIF and XMP. Types of gray pixels (L8, L16) become one
    /// channel, those with alpha two, others three or four by whether they have alpha; deeper channels are rounded to 8 bits.</summary>
    /// <param name="image">Pixels are copied.</param>
    public static PixelImage ToPixelImage<TPixel>(this Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(image);
        // Of a copy: a profile that has been looked into is written anew, and would lose what ImageSharp does not know.
        if (image.Metadata.ExifProfile?.DeepClone().GetValue(ExifTag.Orientation)?.Value is null or Upright)
            return PixelTransfer.ToPicture(image);
        using Image<TPixel> upright = image.Clone(context => context.AutoOrient());
        return PixelTransfer.ToPicture(upright);
    }

    /// <summary>An image of the picture's own type: L8, La16, Rgb24 or Rgba32 by its channels.</summary>
    /// <param name="picture">Pixels are copied.</param>
    public static Image ToImage(this PixelImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return PixelTransfer.ToImage(picture, Configuration.Default);
    }

    /// <summary>An image of any type of pixels.</summary>
    /// <param name="picture">Pixels are converted as ImageSharp converts them.</param>
    public static Image<TPixel> ToImage<TPixel>(this PixelImage picture)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(picture);
        return PixelTransfer.ToImage<TPixel>(picture, Configuration.Default);
    }
}
