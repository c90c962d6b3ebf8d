using System.Buffers.Binary;

namespace VaeCodec.Images.Splicing;

/// <summary>Metadata in JPEG files: APP1 for EXIF and for XMP (XMP part 3, section 1.1.3), APP2 for the profile, in as many parts as it
/// takes (ICC.1, annex B.4). They go behind JFIF's APP0.</summary>
internal static class JpegSegments
{
    private const byte App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, StartOfScan = 0xDA;

    /// <summary>Behind the start of the image.</summary>
    public const int FirstMarker = 2;

    private const int MaxPayload = ushort.MaxValue - 2;
    private const int MaxProfileParts = 255;

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> XmpName => "http://ns.adobe.com/xap/1.0/\0"u8;

    private static ReadOnlySpan<byte> IccName => "ICC_PROFILE\0"u8;

    /// <summary>The file with the metadata, which it must not have yet.</summary>
    /// <exception cref="VaeCodecException">BadArgument: a part is longer than JPEG can hold.</exception>
    public static byte[] Insert(byte[] jpeg, ImageMetadata metadata)
    {
        int at = jpeg[3] == App0 ? 4 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(4)) : 2;
        using var file = new MemoryStream(jpeg.Length + metadata.Icc.Length + metadata.Exif.Length + metadata.Xmp.Length + 256);
        file.Write(jpeg.AsSpan(0, at));
        WriteWhole(file, "EXIF", ExifName, metadata.Exif.Span);
        WriteWhole(file, "XMP", XmpName, metadata.Xmp.Span);
        WriteProfile(file, metadata.Icc.Span);
        file.Write(jpeg.AsSpan(at));
        return file.ToArray();
    }

    /// <summary>The XMP packet of a JPEG file; empty without one. libvips takes any segment with an Adobe name for it, the last one first,
    /// so that a packet with extensions (XMP part 3, section 1.1.3.1) would be lost to one of them; the extensions themselves are left
    /// behind.</summary>
    public static ReadOnlySpan<byte> FindXmp(ReadOnlySpan<byte> jpeg)
    {
        int at = FirstMarker;
        return TryFind(jpeg, XmpName, ref at, out ReadOnlySpan<byte> xmp) ? xmp : [];
    }

    /// <summary>The next EXIF block of a JPEG file from a place on, which moves behind it; false where there is none any more.</summary>
    public static bool TryFindExif(ReadOnlySpan<byte> jpeg, scoped ref int at, out ReadOnlySpan<byte> exif)
        => TryFind(jpeg, ExifName, ref at, out exif);

    private static bool TryFind(ReadOnlySpan<byte> jpeg, ReadOnlySpan<byte> name, scoped ref int at, out ReadOnlySpan<byte> content)
    {
        content = [];
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF)
        {
            byte marker = jpeg[at + 1];
            if (marker == 0xFF)
            {
                at++; // a fill byte
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (marker == StartOfScan || length < 2 || at + 2 + length > jpeg.Length)
                break;
            ReadOnlySpan<byte> payload = jpeg.Slice(at + 4, length - 2);
            at += 2 + length;
            if (marker == App1 && payload.StartsWith(name))
            {
                content = payload[name.Length..];
                return true;
            }
        }

        return false;
    }

    private static void WriteWhole(MemoryStream file, string kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        if (name.Length + data.Length > MaxPayload)
            throw TooLong(kind, data.Length);
        Write(file, App1, [.. name, .. data]);
    }

    private static void WriteProfile(MemoryStream file, ReadOnlySpan<byte> profile)
    {
        int room = MaxPayload - IccName.Length - 2;
        int parts = (profile.Length + room - 1) / room;
        if (parts > MaxProfileParts)
            throw TooLong("ICC profile", profile.Length);
        for (int part = 0; part < parts; part++)
        {
            ReadOnlySpan<byte> piece = profile[(part * room)..Math.Min(profile.Length, (part + 1) * room)];
            Write(file, App2, [.. IccName, (byte)(part + 1), (byte)parts, .. piece]);
        }
    }

    private static void Write(MemoryStream file, byte marker, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(payload.Length + 2));
        file.Write(head);
        file.Write(payload);
    }

    private static VaeCodecException TooLong(string kind, int length)
        => new(VaeCodecErrorKind.BadArgument, $"{length} bytes of {kind} do not fit into a JPEG file; write PNG or WebP");
}
