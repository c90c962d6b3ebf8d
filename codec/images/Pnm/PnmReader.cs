using System.Buffers.Binary;

namespace VaeCodec.Images.Pnm;

/// <summary>Reads PBM, PGM and PPM files, as text or in binary. Of several pictures in one file the first is read.</summary>
internal static class PnmReader
{
    /// <summary>Reads a file that <see cref="PnmHeader.Begins"/> like one. Samples are brought to 0 to 255.</summary>
    /// <exception cref="VaeCodecException">BadImage: damaged, truncated or too many bits per channel; LimitExceeded.</exception>
    public static PixelImage Read(ReadOnlySpan<byte> file, bool reduceDepth, long maxPixels)
    {
        PnmHeader header = PnmHeader.Read(file);
        PixelCount.Check(header.Width, header.Height, maxPixels);
        if (header.Maximum > byte.MaxValue)
            SampleDepth.RequireReducible(reduceDepth);
        ReadOnlySpan<byte> data = file[header.DataAt..];
        if (data.Length < header.LeastBytes)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"the image file is truncated: {header.Width} x {header.Height} needs {header.LeastBytes} bytes of samples or more, and "
                    + $"there are {data.Length}");
        byte[] pixels = new byte[checked(header.Width * header.Height * header.Channels)];
        switch (header)
        {
            case { Kind: 1 }:
                ReadTextBits(file, header, pixels);
                break;
            case { Kind: 2 or 3 }:
                ReadText(file, header, pixels);
                break;
            case { Kind: 4 }:
                ReadBits(data, header.Width, pixels);
                break;
            case { Maximum: byte.MaxValue }:
                data[..pixels.Length].CopyTo(pixels);
                break;
            default:
                ReadBinary(data, header.Maximum, pixels);
                break;
        }

        return new PixelImage(header.Width, header.Height, header.Channels, pixels);
    }

    private static void ReadTextBits(ReadOnlySpan<byte> file, in PnmHeader header, Span<byte> pixels)
    {
        var text = new PnmText(file, header.DataAt);
        foreach (ref byte pixel in pixels)
            pixel = Gray(text.Bit());
    }

    private static void ReadText(ReadOnlySpan<byte> file, in PnmHeader header, Span<byte> pixels)
    {
        var text = new PnmText(file, header.DataAt);
        foreach (ref byte pixel in pixels)
            pixel = Scaled(text.Number("sample"), header.Maximum);
    }

    /// <summary>Eight pixels to a byte, the first in the highest bit; each row begins a byte.</summary>
    private static void ReadBits(ReadOnlySpan<byte> data, int width, Span<byte> pixels)
    {
        int stride = (width + 7) / 8;
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, width);
            pixels[i] = Gray((data[(y * stride) + (x / 8)] >> (7 - (x % 8))) & 1);
        }
    }

    private static void ReadBinary(ReadOnlySpan<byte> data, int maximum, Span<byte> pixels)
    {
        bool deep = maximum > byte.MaxValue;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Scaled(deep ? BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]) : data[i], maximum);
    }

    /// <summary>A bitmap's 1 is ink.</summary>
    private static byte Gray(int bit) => bit == 0 ? byte.MaxValue : byte.MinValue;

    private static byte Scaled(int sample, int maximum) => sample <= maximum ? SampleDepth.Reduce(sample, maximum)
        : throw new VaeCodecException(VaeCodecErrorKind.BadImage,
            $"the image file is damaged: a sample of the PNM is above its greatest, {maximum}");
}
