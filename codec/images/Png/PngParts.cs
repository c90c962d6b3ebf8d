using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Png;

/// <summary>EXIF and XMP of PNG files. libvips sees only what comes before the pixels.</summary>
internal static class PngParts
{
    /// <summary>The EXIF block, as a TIFF structure; empty without one.</summary>
    public static byte[] FindExif(ReadOnlySpan<byte> png)
    {
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            if (chunk.Type.SequenceEqual("eXIf"u8) && chunk.IsSound)
                return chunk.Data.StartsWith(JpegNames.Exif) ? chunk.Data[JpegNames.Exif.Length..].ToArray() : chunk.Data.ToArray();
        }

        return PngRawProfile.FindExif(png);
    }

    /// <summary>The XMP packet; empty without one.</summary>
    public static byte[] FindXmp(ReadOnlySpan<byte> png)
    {
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            if (PngText.TryRead(chunk.Type, chunk.Data, out PngText text) && text.Keyword == PngChunks.XmpKeyword && chunk.IsSound)
                return text.Unpack();
        }

        return PngRawProfile.FindXmp(png);
    }
}
