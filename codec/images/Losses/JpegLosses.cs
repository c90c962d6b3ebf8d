using System.Text;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Losses;

/// <summary>What a JPEG file has that is not read.</summary>
internal static class JpegLosses
{
    private const int LongestName = 12;

    /// <summary>The names of the parts, each once.</summary>
    public static IEnumerable<string> Of(ReadOnlySpan<byte> jpeg)
    {
        var lost = new LossNames();
        foreach (JpegSegmentReader segment in new JpegSegmentReader(jpeg))
            lost.Add(NameOf(segment.Marker, segment.Payload));
        return lost.Summary();
    }

    private static string? NameOf(byte marker, ReadOnlySpan<byte> payload) => marker switch
    {
        JpegNames.Comment => "comment",
        < JpegNames.App0 or > JpegNames.App15 => null, // tables
        JpegNames.App0 when payload.StartsWith(JpegNames.Jfif) || payload.StartsWith(JpegNames.JfifThumbnail) => null,
        JpegNames.App1 when payload.StartsWith(JpegNames.Exif) || payload.StartsWith(JpegNames.Xmp)
            || payload.StartsWith(JpegNames.XmpExtension) => null,
        JpegNames.App2 when payload.StartsWith(JpegNames.Icc) => null,
        JpegNames.App2 when payload.StartsWith(JpegNames.MultiPicture) => "further pictures (MPF)",
        JpegNames.App13 when payload.StartsWith(JpegNames.Photoshop) => "IPTC",
        JpegNames.App14 when payload.StartsWith(JpegNames.Adobe) => null,
        _ => $"APP{marker - JpegNames.App0}{Named(payload)}",
    };

    private static string Named(ReadOnlySpan<byte> payload)
    {
        int end = payload[..Math.Min(payload.Length, LongestName)].IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        ReadOnlySpan<byte> name = payload[..(end < 0 ? Math.Min(payload.Length, LongestName) : end)];
        return name.Length < 3 ? "" : $" ({Encoding.Latin1.GetString(name)})";
    }
}
