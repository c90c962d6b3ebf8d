namespace VaeCodec.Server.Pictures;

/// <summary>How a picture is put into a given width and height.</summary>
internal enum Fit
{
    /// <summary>Whole, within both; never enlarged.</summary>
    Contain,

    /// <summary>Both are filled, and what is beyond the middle is cut off; never enlarged.</summary>
    Cover,

    /// <summary>Exactly both, whatever becomes of its shape; never enlarged.</summary>
    Fill,
}
