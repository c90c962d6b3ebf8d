namespace VaeCodec;

/// <summary>What the bytes of a pixel are in a caller's memory. Alpha is not premultiplied.</summary>
public enum PixelLayout
{
    /// <summary>One byte.</summary>
    Gray,

    /// <summary>Gray and alpha.</summary>
    GrayAlpha,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>Blue, green, red, alpha.</summary>
    Bgra,
}
