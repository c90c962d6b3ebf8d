using System.Buffers.Binary;
using VaeCodec.Images.Exif;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images;

/// <summary>The resolution that an image file states, in a unit: PNG's pHYs, JFIF's density, TIFF's tags.</summary>
internal static class FileResolution
{
    private const ushort XResolution = 282, YResolution = 283, ResolutionUnit = 296;
    private const int Inch = 2, Centimetre = 3;
    private const double InchesPerCentimetre = 1 / 2.54;

    /// <summary>What libvips writes where it knows of none.</summary>
    private static readonly Resolution s_madeUp = new(1000, 1000);

    /// <summary>Of the picture as it is stored, not yet turned; null where the file states none.</summary>
    public static Resolution? Of(ReadOnlySpan<byte> file) => Stated(file) is { } stated && stated != s_madeUp ? stated : null;

    private static Resolution? Stated(ReadOnlySpan<byte> file)
    {
        if (ImageSignature.IsPng(file))
            return OfPng(file);
        if (ImageSignature.IsJpeg(file))
            return OfJpeg(file);
        return ImageSignature.IsTiff(file) ? OfTiff(new TiffBytes(file)) : null;
    }

    private static Resolution? OfPng(ReadOnlySpan<byte> png)
    {
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            if (chunk.Type.SequenceEqual("pHYs"u8) && chunk.Data is [_, _, _, _, _, _, _, _, PngChunks.Metre])
            {
                int x = BinaryPrimitives.ReadInt32BigEndian(chunk.Data), y = BinaryPrimitives.ReadInt32BigEndian(chunk.Data[4..]);
                return x > 0 && y > 0 ? new(x, y) : null;
            }
        }

        return null;
    }

    private static Resolution? OfJpeg(ReadOnlySpan<byte> jpeg)
    {
        foreach (JpegSegmentReader segment in new JpegSegmentReader(jpeg))
        {
            if (segment.Marker == JpegNames.App0 && segment.Payload.StartsWith(JpegNames.Jfif) && segment.Payload.Length >= 12)
            {
                // version, unit: none, inch, centimetre
                int unit = segment.Payload[7] + 1;
                return InUnit(unit, BinaryPrimitives.ReadUInt16BigEndian(segment.Payload[8..]),
                    BinaryPrimitives.ReadUInt16BigEndian(segment.Payload[10..]));
            }
        }

        return null;
    }

    private static Resolution? OfTiff(TiffBytes bytes)
    {
        if (!bytes.IsTiff || Quotient(bytes, XResolution) is not { } x || Quotient(bytes, YResolution) is not { } y)
            return null;
        int unit = bytes.Find(bytes.First, ResolutionUnit) is { ValueBytes: 2 } entry && bytes.Holds(entry) ? bytes.U16((int)entry.Place)
            : Inch;
        return InUnit(unit, x, y);
    }

    private static double? Quotient(TiffBytes bytes, ushort tag)
        => bytes.Find(bytes.First, tag) is { IsRational: true } entry && bytes.Holds(entry)
            ? bytes.U32((int)entry.Place) / (double)bytes.U32((int)entry.Place + 4) : null;

    private static Resolution? InUnit(int unit, double x, double y) => unit switch
    {
        Inch => Resolution.FromDpi(x, y),
        Centimetre => Resolution.FromDpi(x / InchesPerCentimetre, y / InchesPerCentimetre),
        _ => null,
    };
}
