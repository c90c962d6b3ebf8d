using System.Buffers.Binary;

namespace VaeCodec.Images.Exif;

/// <summary>The resolution of TIFF files, which libvips writes whether it is known or not.</summary>
internal static class TiffResolution
{
    private const ushort Unit = 296, NoUnit = 1;

    /// <summary>Says in a TIFF file that its resolution has no unit, and means the shape of the pixels only; other files stay as they
    /// are.</summary>
    public static void Clear(Span<byte> file)
    {
        var bytes = new TiffBytes(file);
        if (!bytes.IsTiff || bytes.Find(bytes.First, Unit) is not { ValueBytes: sizeof(ushort) } entry)
            return;
        if (bytes.IsLittle)
            BinaryPrimitives.WriteUInt16LittleEndian(file[(int)entry.Place..], NoUnit);
        else
            BinaryPrimitives.WriteUInt16BigEndian(file[(int)entry.Place..], NoUnit);
    }
}
