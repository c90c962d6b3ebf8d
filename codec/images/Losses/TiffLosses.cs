using VaeCodec.Images.Exif;

namespace VaeCodec.Images.Losses;

/// <summary>What a TIFF file has that is not read.</summary>
internal static class TiffLosses
{
    private const ushort Iptc = 33723, Photoshop = 34377;

    /// <summary>The names of the parts.</summary>
    public static List<string> Of(ReadOnlySpan<byte> tiff)
    {
        var bytes = new TiffBytes(tiff);
        List<string> lost = [];
        if (bytes.IsTiff && bytes.Find(bytes.First, Iptc) is not null)
            lost.Add("IPTC");
        if (bytes.IsTiff && bytes.Find(bytes.First, Photoshop) is not null)
            lost.Add("Photoshop data");
        return lost;
    }
}
