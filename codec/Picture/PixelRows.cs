namespace VaeCodec.Picture;

/// <summary>Rows of pixels between a <see cref="PixelImage"/> and a caller's layout.</summary>
internal static class PixelRows
{
    /// <summary>Bytes per pixel.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no layout.</exception>
    public static int BytesOf(PixelLayout layout) => layout switch
    {
        PixelLayout.Gray => 1,
        PixelLayout.GrayAlpha => 2,
        PixelLayout.Rgb or PixelLayout.Bgr => 3,
        PixelLayout.Rgba or PixelLayout.Bgra => 4,
        _ => throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"there is no pixel layout {(int)layout}"),
    };

    /// <summary>The distance between rows, and that a memory of so many bytes holds them.</summary>
    /// <exception cref="VaeCodecException">Of that kind: rows that overlap or do not fit.</exception>
    public static int Stride(int stride, int width, int height, PixelLayout layout, long bytes, VaeCodecErrorKind kind)
    {
        long row = (long)width * BytesOf(layout), distance = stride == 0 ? row : stride;
        if (width < 1 || height < 1 || distance < row || distance > int.MaxValue)
            throw new VaeCodecException(kind,
                $"{width} x {height} pixels of {BytesOf(layout)} bytes do not have rows {stride} bytes apart");
        if ((height - 1) * distance + row > bytes)
            throw new VaeCodecException(kind,
                $"{width} x {height} pixels of {BytesOf(layout)} bytes, rows {distance} apart, need {(height - 1) * distance + row} "
                + $"bytes, {bytes} are given");
        return (int)distance;
    }

    /// <summary>From a caller's row to one of as many channels.</summary>
    public static void Read(ReadOnlySpan<byte> from, PixelLayout layout, Span<byte> to)
    {
        from[..to.Length].CopyTo(to);
        if (layout is PixelLayout.Bgr or PixelLayout.Bgra)
            SwapRedAndBlue(to, BytesOf(layout));
    }

    /// <summary>From a row of so many channels to a caller's: gray becomes equal colours, colours become gray by
    /// <see cref="ColourPlanes.GrayWeight"/>, missing alpha is opaque, alpha that has no place is left out.</summary>
    public static void Write(ReadOnlySpan<byte> from, int channels, PixelLayout layout, Span<byte> to)
    {
        int bytes = BytesOf(layout);
        bool alpha = channels is 2 or 4;
        for (int source = 0, target = 0; source < from.Length; source += channels, target += bytes)
        {
            if (bytes <= 2)
                to[target] = channels <= 2 ? from[source] : ColourPlanes.Gray(from[source], from[source + 1], from[source + 2]);
            else if (channels <= 2)
                to.Slice(target, 3).Fill(from[source]);
            else
                from.Slice(source, 3).CopyTo(to[target..]);
            if (bytes is 2 or 4)
                to[target + bytes - 1] = alpha ? from[source + channels - 1] : byte.MaxValue;
        }

        if (layout is PixelLayout.Bgr or PixelLayout.Bgra)
            SwapRedAndBlue(to, bytes);
    }

    private static void SwapRedAndBlue(Span<byte> row, int bytes)
    {
        for (int i = 0; i < row.Length; i += bytes)
            (row[i], row[i + 2]) = (row[i + 2], row[i]);
    }
}
