using SkiaSharp;

namespace VaeCodec.SkiaSharp;

/// <summary>Pictures of the codec to and from SkiaSharp.</summary>
/// <remarks>SkiaSharp has no EXIF and no XMP, so these are lost on the way there. It reads ICC profiles and does not write them, so what is
/// not in sRGB is converted on the way back.</remarks>
public static class SkiaPictures
{
    private const int Opaque = 3, WithAlpha = 4;

    /// <summary>The picture of a bitmap: Gray8 becomes one channel, what is opaque three, all else four.</summary>
    /// <param name="bitmap">Of any type of pixels; they are copied.</param>
    /// <exception cref="VaeCodecException">BadImage: it has no pixels, or of an unknown type.</exception>
    public static PixelImage ToPixelImage(this SKBitmap bitmap)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        using SKPixmap? pixels = bitmap.PeekPixels();
        return Picture(bitmap.Info, target => pixels?.ReadPixels(target) ?? false);
    }

    /// <summary>The picture of an image, as of a bitmap.</summary>
    /// <param name="image">Of any type of pixels, in memory or on a graphics card; they are copied.</param>
    /// <exception cref="VaeCodecException">BadImage: its pixels cannot be read.</exception>
    public static PixelImage ToPixelImage(this SKImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Picture(image.Info, target => image.ReadPixels(target));
    }

    /// <summary>A bitmap of a picture, with its profile as colour space: Gray8 for one channel, Rgba8888 for others. Alpha is not
    /// premultiplied, so that nothing of the picture is lost; a canvas draws it, and for one to be drawn on
    /// <c>Copy</c> it to a premultiplied one.</summary>
    /// <param name="picture">Pixels are copied once.</param>
    public static SKBitmap ToSKBitmap(this PixelImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        bool isGray8 = picture.Channels == 1;
        using SKColorSpace space = SpaceOf(picture.Metadata);
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, isGray8 ? SKColorType.Gray8 : SKColorType.Rgba8888,
            picture.HasAlpha ? SKAlphaType.Unpremul : SKAlphaType.Opaque, space));
        picture.CopyTo(bitmap.GetPixelSpan(), isGray8 ? PixelLayout.Gray : PixelLayout.Rgba, bitmap.RowBytes);
        return bitmap;
    }

    /// <summary>An image of a picture, as <see cref="ToSKBitmap"/> makes it.</summary>
    /// <param name="picture">Pixels are copied once.</param>
    public static SKImage ToSKImage(this PixelImage picture)
    {
        using SKBitmap bitmap = picture.ToSKBitmap();
        bitmap.SetImmutable(); // so that the image shares its pixels
        return SKImage.FromBitmap(bitmap);
    }

    /// <summary>Has Skia write pixels as the codec wants them: in sRGB, alpha not premultiplied.</summary>
    private static PixelImage Picture(SKImageInfo info, Func<SKPixmap, bool> read)
    {
        bool isGray8 = info.ColorType == SKColorType.Gray8;
        using SKColorSpace space = SKColorSpace.CreateSrgb();
        using var bitmap = new SKBitmap(new SKImageInfo(Math.Max(info.Width, 1), Math.Max(info.Height, 1),
            isGray8 ? SKColorType.Gray8 : SKColorType.Rgba8888, info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, space));
        using SKPixmap target = bitmap.PeekPixels();
        if (!read(target))
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"the pixels of a {info.Width} x {info.Height} {info.ColorType} picture of SkiaSharp cannot be read");
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        if (isGray8)
            return PixelImage.FromMemory(pixels, info.Width, info.Height, PixelLayout.Gray, bitmap.RowBytes);
        return info.IsOpaque ? new(info.Width, info.Height, Opaque, WithoutAlpha(pixels))
            : PixelImage.FromMemory(pixels, info.Width, info.Height, PixelLayout.Rgba, bitmap.RowBytes);
    }

    /// <summary>Rows of four bytes a pixel have no gaps between them.</summary>
    private static byte[] WithoutAlpha(ReadOnlySpan<byte> rgba)
    {
        byte[] rgb = new byte[rgba.Length / WithAlpha * Opaque];
        for (int from = 0, to = 0; to < rgb.Length; from += WithAlpha, to += Opaque)
            rgba.Slice(from, Opaque).CopyTo(rgb.AsSpan(to));
        return rgb;
    }

    /// <summary>sRGB where there is no profile, or one that Skia cannot read.</summary>
    private static SKColorSpace SpaceOf(ImageMetadata metadata)
    {
        using SKColorSpaceIccProfile? profile = SKColorSpaceIccProfile.Create(metadata.Icc.Span);
        return (profile is null ? null : SKColorSpace.CreateIcc(profile)) ?? SKColorSpace.CreateSrgb();
    }
}
