using System.Globalization;

namespace VaeCodec.Images.Vips;

/// <summary>Brings whatever libvips has read into the codec's four layouts: gray or RGB, 8 bits, with or without alpha.</summary>
internal static class ColourConversion
{
    /// <summary>VipsBandFormat of 8 and of 16 bits without sign.</summary>
    public const int UChar = 0, UShort = 2;

    private const double MillimetresPerMetre = 1000;

    private const string OrientationField = "orientation";
    private const int Multiband = 0;
    private const int BlackWhite = 1;
    private const int Cmyk = 15;
    private const int Srgb = 22;
    private const int Rgb16 = 25;
    private const int Gray16 = 26;

    /// <summary>Throws when the picture's samples are neither 8 bits nor 16 that may be reduced to 8; true for the latter.</summary>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    public static bool RequireDepth(VipsObject image, bool reduce)
    {
        int format = Libvips.vips_image_get_format(image);
        if (format == UShort)
            SampleDepth.RequireReducible(reduce);
        else if (format != UChar)
            throw SampleDepth.Unsupported();
        return format == UShort;
    }

    /// <summary>Gray and RGB stay as they are, in their own profile; ink becomes sRGB by its profile (or a usual one), and whatever else
    /// there is by its definition.</summary>
    public static VipsObject ToCodecLayout(VipsObject upright, List<string> warnings)
    {
        if (IsGrayOrRgb(upright))
            return Apply("copy", upright, "");
        warnings.Add("the colours were converted to sRGB");
        bool ink = Libvips.vips_image_get_interpretation(upright) == Cmyk;
        return ink && Libvips.vips_image_get_typeof(upright, MetadataReader.Icc) != 0
            ? Apply("icc_transform", upright, "output_profile=srgb,embedded=true,intent=relative,input_profile=cmyk")
            : Apply("colourspace", upright, "space=srgb");
    }

    /// <summary>True for pictures whose pixels are coded as they are, but for their depth.</summary>
    public static bool IsGrayOrRgb(VipsObject image)
        => Libvips.vips_image_get_interpretation(image) is BlackWhite or Srgb or Multiband or Rgb16 or Gray16;

    /// <summary>The picture's own orientation tag, 1 to 8, or, where its loader has not looked, this EXIF orientation.</summary>
    public static int OrientationOf(VipsObject image, int exifOrientation)
        => Libvips.vips_image_get_typeof(image, OrientationField) != 0 ? Libvips.vips_image_get_orientation(image) : exifOrientation;

    /// <summary>Turns a picture of an orientation, 1 to 8.</summary>
    public static VipsObject Upright(VipsObject image, int orientation)
    {
        using VipsObject tagged = Apply("copy", image, "");
        Libvips.vips_image_set_int(tagged, OrientationField, orientation);
        return Apply("autorot", tagged, "");
    }

    /// <summary>Marks pixels that came from memory as gray or sRGB, so that savers know alpha from colour.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="gray">Which of the two.</param>
    /// <param name="resolution">Of the picture, if it is known.</param>
    public static VipsObject Tag(VipsObject image, bool gray, Resolution? resolution)
    {
        string options = gray ? "interpretation=b-w" : "interpretation=srgb";
        if (resolution is var (x, y))
            options += string.Create(CultureInfo.InvariantCulture, $",xres={x / MillimetresPerMetre},yres={y / MillimetresPerMetre}");
        return Apply("copy", image, options);
    }

    private static VipsObject Apply(string operation, VipsObject image, string options)
    {
        using var run = new VipsOperation(operation);
        return run.Set("in", image).Set(options).RunToImage();
    }
}
