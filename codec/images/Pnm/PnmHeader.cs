namespace VaeCodec.Images.Pnm;

/// <summary>What stands before the samples of a PNM file (Netpbm's pbm(5), pgm(5) and ppm(5)).</summary>
/// <param name="Kind">P1 to P3 are bitmap, gray and colour as text, P4 to P6 the same in binary.</param>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
/// <param name="Maximum">The sample that is white, 1 to 65535; binary ones take two bytes where it is above 255. 1 for a bitmap.</param>
/// <param name="DataAt">Where the samples begin.</param>
internal readonly record struct PnmHeader(int Kind, int Width, int Height, int Maximum, int DataAt)
{
    private const int MostMaximum = ushort.MaxValue;

    /// <summary>1 gray, 3 RGB.</summary>
    public int Channels => Kind is 3 or 6 ? 3 : 1;

    /// <summary>The fewest bytes that the samples take.</summary>
    public long LeastBytes => Kind switch
    {
        1 => (long)Width * Height,
        2 or 3 => (2L * Width * Height * Channels) - 1, // a digit each, and white space between them
        4 => (Width + 7L) / 8 * Height,
        _ => (long)Width * Height * Channels * (Maximum > byte.MaxValue ? 2 : 1),
    };

    /// <summary>True where a file begins like a PNM, one of floats included.</summary>
    public static bool Begins(ReadOnlySpan<byte> file)
        => file.Length >= 3 && file[0] == (byte)'P' && (IsFloats(file) || file[1] is >= (byte)'1' and <= (byte)'6')
            && (PnmText.IsSpace(file[2]) || file[2] == (byte)'#');

    /// <summary>Reads the header of a file that <see cref="Begins"/> like one.</summary>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    public static PnmHeader Read(ReadOnlySpan<byte> file)
    {
        if (IsFloats(file))
            throw SampleDepth.Unsupported();
        int kind = file[1] - '0';
        var text = new PnmText(file, 2);
        int width = text.Number("width"), height = text.Number("height");
        int maximum = kind is 1 or 4 ? 1 : text.Number("maximum");
        if (kind >= 4)
            text.OneSpace();
        if (width == 0 || height == 0)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"the picture is {width} x {height}: it has no pixels");
        if (maximum is 0 or > MostMaximum)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"the image file is damaged: the PNM's greatest sample is not between 1 and {MostMaximum}");
        return new(kind, width, height, maximum, text.Position);
    }

    private static bool IsFloats(ReadOnlySpan<byte> file) => file[1] is (byte)'F' or (byte)'f';
}
