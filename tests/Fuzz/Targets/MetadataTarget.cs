using VaeCodec.Images.Exif;
using VaeCodec.Images.Xmp;
using VaeCodec.Images;
using VaeCodec.Images.Splicing;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Fuzz.Targets;

/// <summary>What is read of image files without libvips: EXIF, the tags of TIFF, profiles, XMP and the segments of JPEG. None of it may
/// fail.</summary>
internal sealed class MetadataTarget : IFuzzTarget
{
    public string Name => "metadata";

    /// <summary>An orientation, and a directory of EXIF behind it.</summary>
    public static byte[] Exif { get; } =
        [.. "II*\0\b\0\0\0\u0002\0\u0012\u0001\u0003\0\u0001\0\0\0\u0006\0\0\0"u8, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0, 1,
            0, 0, 0x90, 7, 0, 4, 0, 0, 0, 48, 50, 51, 50];

    public IEnumerable<byte[]> Seeds =>
    [
        Exif,
        [.. "MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0"u8],
        [.. "<a tiff:Orientation='6'/><tiff:Orientation>8</tiff:Orientation>"u8],
        [0xFF, 0xD8, 0xFF, 0xE1, 0, 34, .. "http://ns.adobe.com/xap/1.0/\0<a/>"u8, 0xFF, 0xDA, 0, 2],
        .. Directory.GetFiles(Corpus.PathOf(""), "*.png").Select(File.ReadAllBytes).Where(file => file.Length < 2000),
    ];

    public byte[] Repair(byte[] input) => input;

    public string Run(byte[] input)
    {
        try
        {
            int orientation = ExifOrientation.Of(input);
            Expect(orientation is >= 1 and <= 8, "an orientation out of range");
            Expect(ExifOrientation.Of(ExifOrientation.Upright(input).Span) == 1, "upright EXIF that is not");
            Expect(XmpOrientation.Upright(input).Length == input.Length, "XMP of another length");
            new MetadataBudget(ImageMetadata.MaxBytes).Count(input);
            var budget = new ExifBudget(input.Length);
            byte[] exif = TiffExif.Of(input, budget);
            Expect(budget.Visited <= input.Length / TiffBytes.EntryBytes, "more entries than there are bytes");
            Expect(exif.Length <= 2 * ImageMetadata.MaxBytes, "EXIF over the limit");
            Expect(exif.Length == 0 || TiffExif.Of(exif).Length == exif.Length, "EXIF that is read otherwise again");
            Expect(JpegSegments.FindXmp(input).Length <= input.Length, "XMP beyond the end");
            return $"orientation {orientation}, {(IccProfile.Fits(input, 3) ? "profile" : "no profile")}";
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.LimitExceeded)
        {
            return "over the limit";
        }
        catch (Exception e) when (e is not BrokenPromiseException)
        {
            throw new BrokenPromiseException($"{e.GetType().Name}: {e.Message}", e);
        }
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
            throw new BrokenPromiseException(otherwise);
    }
}
