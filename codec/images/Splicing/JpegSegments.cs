using System.Buffers.Binary;
using VaeCodec.Images.Xmp;

namespace VaeCodec.Images.Splicing;

/// <summary>Metadata in JPEG files: APP1 for EXIF and for XMP (XMP part 3, section 1.1.3), APP2 for the profile, in as many parts as it
/// takes (ICC.1, annex B.4). JFIF's APP0, which has the resolution, comes before them.</summary>
internal static class JpegSegments
{
    private const int MaxPayload = ushort.MaxValue - 2;
    private const int MaxProfileParts = 255;

    private const int StartOfImage = 2;

    /// <summary>Of JFIF: no unit, but the pixels' shape; dots an inch.</summary>
    private const byte Shape = 0, Inch = 1;

    /// <summary>The file with the metadata, of which it must have nothing yet, and the names of the parts that JPEG cannot hold.</summary>
    public static (byte[] File, string[] TooLong) Insert(byte[] jpeg, ImageMetadata metadata)
    {
        List<string> tooLong = [];
        using var file = new MemoryStream(jpeg.Length + metadata.Icc.Length + metadata.Exif.Length + metadata.Xmp.Length + 256);
        file.Write(jpeg.AsSpan(0, StartOfImage));
        Write(file, JpegNames.App0, Jfif(metadata.Resolution));
        if (!TryWrite(file, JpegNames.Exif, metadata.Exif.Span))
            tooLong.Add("EXIF");
        if (!TryWrite(file, JpegNames.Xmp, metadata.Xmp.Span) && !TryWriteExtended(file, metadata.Xmp))
            tooLong.Add("XMP");
        if (!TryWriteProfile(file, metadata.Icc.Span))
            tooLong.Add("ICC profile");
        file.Write(jpeg.AsSpan(StartOfImage));
        return (file.ToArray(), [.. tooLong]);
    }

    /// <summary>The XMP packet of a JPEG file, without its extensions; empty without one. libvips takes any segment with an Adobe name for
    /// it, the last one first, so that a packet with extensions would be lost to one of them.</summary>
    public static ReadOnlySpan<byte> FindXmp(ReadOnlySpan<byte> jpeg)
    {
        foreach (JpegSegmentReader segment in new JpegSegmentReader(jpeg))
        {
            if (segment.Marker == JpegNames.App1 && segment.Payload.StartsWith(JpegNames.Xmp))
                return segment.Payload[JpegNames.Xmp.Length..];
        }

        return [];
    }

    private static bool TryWrite(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (name.Length + data.Length > MaxPayload)
            return false;
        if (!data.IsEmpty)
            Write(file, JpegNames.App1, [.. name, .. data]);
        return true;
    }

    private static bool TryWriteExtended(MemoryStream file, ReadOnlyMemory<byte> xmp)
    {
        if (XmpExtension.Split(xmp) is not var (packet, parts))
            return false;
        Write(file, JpegNames.App1, [.. JpegNames.Xmp, .. packet]);
        foreach (byte[] part in parts)
            Write(file, JpegNames.App1, [.. JpegNames.XmpExtension, .. part]);
        return true;
    }

    private static bool TryWriteProfile(MemoryStream file, ReadOnlySpan<byte> profile)
    {
        int room = MaxPayload - JpegNames.Icc.Length - 2;
        int parts = (profile.Length + room - 1) / room;
        for (int part = 0; part < parts && parts <= MaxProfileParts; part++)
        {
            ReadOnlySpan<byte> piece = profile[(part * room)..Math.Min(profile.Length, (part + 1) * room)];
            Write(file, JpegNames.App2, [.. JpegNames.Icc, (byte)(part + 1), (byte)parts, .. piece]);
        }

        return parts <= MaxProfileParts;
    }

    /// <summary>Version 1.02; dots an inch, or square pixels of no size where the resolution is not known; no thumbnail.</summary>
    private static byte[] Jfif(Resolution? resolution)
    {
        (byte unit, ushort x, ushort y) = resolution is { } known ? (Inch, Dots(known.DpiX), Dots(known.DpiY))
            : (Shape, (ushort)1, (ushort)1);
        return [.. JpegNames.Jfif, 1, 2, unit, (byte)(x >> 8), (byte)x, (byte)(y >> 8), (byte)y, 0, 0];
    }

    private static ushort Dots(double dpi) => (ushort)Math.Clamp(Math.Round(dpi), 1, ushort.MaxValue);

    private static void Write(MemoryStream file, byte marker, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(payload.Length + 2));
        file.Write(head);
        file.Write(payload);
    }
}
