using System.Buffers.Binary;

namespace VaeCodec.Images.Pnm;

/// <summary>Reads PBM, PGM and PPM files, as text or in binary. Of several pictures in one file the first is read.</summary>
internal static class PnmReader
{
    /// <summary>Reads a file that <see cref="PnmHeader.Begins"/> like one. Samples are brought to 0 to 255.</summary>
    /// <exception cref="VaeCodecException">BadImage: damaged, truncated or too many bits per channel; LimitExceeded.</exception>
    public static PixelImage Read(ReadOnlySpan<byte> file, ImageFileOptions options, long maxPixels, CancellationToken cancellationToken)
    {
        PnmHeader header = PnmHeader.Read(file);
        PixelCount.Check(header.Width, header.Height, maxPixels);
        if (header.Maximum > byte.MaxValue)
        {
            SampleDepth.RequireReducible(options.ReduceDepth);
            options.OnWarning?.Invoke(SampleDepth.Reduced);
        }

        ReadOnlySpan<byte> data = file[header.DataAt..];
        if (data.Length < header.LeastBytes)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"the image file is truncated: {header.Width} x {header.Height} needs {header.LeastBytes} bytes of samples or more, and "
                    + $"there are {data.Length}");
        byte[] pixels = new byte[checked(header.Width * header.Height * header.Channels)];
        int row = header.Width * header.Channels, stride = (int)(header.LeastBytes / header.Height);
        var text = new PnmText(file, header.DataAt);
        for (int y = 0; y < header.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> samples = pixels.AsSpan(y * row, row);
            switch (header)
            {
                case { Kind: 1 }:
                    ReadTextBits(ref text, samples);
                    break;
                case { Kind: 2 or 3 }:
                    ReadText(ref text, header.Maximum, samples);
                    break;
                case { Kind: 4 }:
                    ReadBits(data.Slice(y * stride, stride), samples);
                    break;
                case { Maximum: byte.MaxValue }:
                    data.Slice(y * stride, stride).CopyTo(samples);
                    break;
                default:
                    ReadBinary(data.Slice(y * stride, stride), header.Maximum, samples);
                    break;
            }
        }

        return new PixelImage(header.Width, header.Height, header.Channels, pixels);
    }

    private static void ReadTextBits(ref PnmText text, Span<byte> row)
    {
        foreach (ref byte pixel in row)
            pixel = Gray(text.Bit());
    }

    private static void ReadText(ref PnmText text, int maximum, Span<byte> row)
    {
        foreach (ref byte sample in row)
            sample = Scaled(text.Number("sample"), maximum);
    }

    /// <summary>Eight pixels to a byte, the first in the highest bit; each row begins a byte.</summary>
    private static void ReadBits(ReadOnlySpan<byte> data, Span<byte> row)
    {
        for (int x = 0; x < row.Length; x++)
            row[x] = Gray((data[x / 8] >> (7 - (x % 8))) & 1);
    }

    private static void ReadBinary(ReadOnlySpan<byte> data, int maximum, Span<byte> row)
    {
        bool deep = maximum > byte.MaxValue;
        for (int i = 0; i < row.Length; i++)
            row[i] = Scaled(deep ? BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]) : data[i], maximum);
    }

    /// <summary>A bitmap's 1 is ink.</summary>
    private static byte Gray(int bit) => bit == 0 ? byte.MaxValue : byte.MinValue;

    private static byte Scaled(int sample, int maximum) => sample <= maximum ? SampleDepth.Reduce(sample, maximum)
        : throw new VaeCodecException(VaeCodecErrorKind.BadImage,
            $"the image file is damaged: a sample of the PNM is above its greatest, {maximum}");
}
