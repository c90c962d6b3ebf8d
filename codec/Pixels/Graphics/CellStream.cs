using VaeCodec.Bitstream.Adaptive;
using VaeCodec.Picture;

namespace VaeCodec.Pixels.Graphics;

/// <summary>The colours of a picture's exact cells, coded as graphics. FORMAT.md, "Exact areas".</summary>
internal static class CellStream
{
    /// <summary>The stream.</summary>
    /// <param name="image">The picture; its alpha is left out.</param>
    /// <param name="cells">The exact ones.</param>
    /// <param name="cellBits">Receives, if it is not empty, what each cell takes, in bits.</param>
    /// <param name="cancellationToken">Takes effect within a fraction of a second.</param>
    public static byte[] Encode(PixelImage image, ExactCells cells, Span<double> cellBits, CancellationToken cancellationToken)
    {
        int colours = ColourPlanes.Colours(image.Channels), stride = image.Width * image.Channels;
        BitEncoder coder = new(GraphicsMethod.Modelled);
        GraphicsModel model = new(coder, image.Width, cells.Pixels, colours, cancellationToken);
        byte[] row = new byte[image.Width * colours];
        for (int y = 0; y < image.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ColourPlanes.WithoutAlpha(image.Pixels.AsSpan(y * stride, stride), row, image.Channels);
            model.BeginRow(row);
            foreach (Columns part in cells.Parts(y))
            {
                for (int x = part.From; x < part.To;)
                {
                    double before = coder.Bits;
                    int cell = cells.Of(x, y), next = Math.Min(part.To, ((x >> cells.Bits) + 1) << cells.Bits);
                    x = model.Code(x, next, part.To);
                    if (!cellBits.IsEmpty) cellBits[cell] += coder.Bits - before;
                }
            }
        }

        return coder.Finish();
    }

    /// <summary>Decodes a stream over a picture. Any stream either decodes or throws, in time and memory in proportion to the
    /// pixels.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="cells">The exact ones.</param>
    /// <param name="pixels">The picture; receives the colours of the exact cells.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="channels">Of the picture.</param>
    /// <param name="cancellationToken">Takes effect within a fraction of a second.</param>
    /// <exception cref="VaeCodecException">Corrupt: the stream does not end as it must. Unsupported: a method that this build does not
    /// know.</exception>
    public static void Decode(ReadOnlyMemory<byte> stream, ExactCells cells, Span<byte> pixels, int width, int height, int channels,
        CancellationToken cancellationToken)
    {
        if (stream.IsEmpty) throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "The colours of the exact areas are missing.");
        if (stream.Span[0] != GraphicsMethod.Modelled)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Unsupported,
                $"Method {stream.Span[0]} of coding exact areas is not known to this build; a newer one may read it.");
        }

        try
        {
            Decode(new BitDecoder(stream[1..], 0), cells, pixels, width, height, channels, cancellationToken);
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.Truncated)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "The colours of the exact areas end early.", inner: e);
        }
    }

    private static void Decode(BitDecoder coder, ExactCells cells, Span<byte> pixels, int width, int height, int channels,
        CancellationToken cancellationToken)
    {
        int colours = ColourPlanes.Colours(channels), stride = width * channels;
        GraphicsModel model = new(coder, width, cells.Pixels, colours, cancellationToken);
        for (int y = 0; y < height; y++)
        {
            model.BeginRow();
            foreach (Columns part in cells.Parts(y))
            {
                for (int x = part.From; x < part.To;)
                    x = model.Code(x, part.To, part.To);
                model.Read(part, pixels.Slice(y * stride, stride), channels);
            }
        }

        coder.Finish();
    }
}
