namespace VaeCodec.Images;

/// <summary>Brings whatever libvips has read into the codec's four layouts: gray or sRGB, 8 bits, with or without alpha.</summary>
internal static unsafe class ColourConversion
{
    /// <summary>VipsBandFormat of 8 bits without sign.</summary>
    public const int UChar = 0;

    private const int UShort = 2;
    private const int Multiband = 0;
    private const int BlackWhite = 1;
    private const int Srgb = 22;

    /// <summary>Throws when the picture's samples are not 8 bits.</summary>
    public static void RequireEightBits(VipsObject image)
    {
        int format = Libvips.vips_image_get_format(image);
        if (format == UChar)
            return;
        string depth = format <= UShort + 1 ? "16 bits per channel" : "samples of more than 16 bits";
        throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"the picture has {depth}, which is not supported; convert to 8 bits first");
    }

    /// <summary>Gray stays gray; palettes, CMYK, Lab and RGB in another profile become sRGB. The orientation tag is applied.</summary>
    public static VipsObject ToCodecLayout(VipsObject image)
    {
        using VipsObject upright = Apply("autorot", image, "");
        using VipsObject managed = ApplyProfile(upright);
        return Libvips.vips_image_get_interpretation(managed) is BlackWhite or Srgb or Multiband
            ? Apply("copy", managed, "")
            : Apply("colourspace", managed, "space=srgb");
    }

    /// <summary>Marks pixels that came from memory as gray or sRGB, so that savers know alpha from colour.</summary>
    public static VipsObject Tag(VipsObject image, bool gray) => Apply("copy", image, gray ? "interpretation=b-w" : "interpretation=srgb");

    private static VipsObject ApplyProfile(VipsObject image)
    {
        bool gray = Libvips.vips_image_get_interpretation(image) == BlackWhite;
        return gray || IsSrgbOrNone(image)
            ? Apply("copy", image, "")
            : Apply("icc_transform", image, "output_profile=srgb,embedded=true,intent=relative,input_profile="
                + (Libvips.vips_image_get_interpretation(image) == Srgb ? "srgb" : "cmyk"));
    }

    /// <summary>Pixels under a profile that calls itself sRGB are taken as they are: a round trip through Lab would only add noise.</summary>
    private static bool IsSrgbOrNone(VipsObject image)
    {
        const string Field = "icc-profile-data";
        void* data;
        nuint length;
        if (Libvips.vips_image_get_typeof(image, Field) == 0 || Libvips.vips_image_get_blob(image, Field, &data, &length) != 0)
            return true;
        var profile = new ReadOnlySpan<byte>(data, checked((int)length));
        return profile.IndexOf("sRGB"u8) >= 0 || profile.IndexOf("s\0R\0G\0B"u8) >= 0;
    }

    private static VipsObject Apply(string operation, VipsObject image, string options)
    {
        using var run = new VipsOperation(operation);
        return run.Set("in", image).Set(options).RunToImage();
    }
}
