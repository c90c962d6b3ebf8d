namespace VaeCodec.Bitstream.Containers;

/// <summary>Lines of pixels at a picture's end that begin a position of the finest latents of their own, as they do where a side is
/// 8 k + 1. Such a line is coded only where that is worth it; one that is not repeats the line before it.</summary>
[Flags]
internal enum LastLines
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The last column.</summary>
    Column = 1,

    /// <summary>The last row.</summary>
    Row = 2,
}
