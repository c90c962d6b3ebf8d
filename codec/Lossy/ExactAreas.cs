using VaeCodec.Bitstream.Containers;
using VaeCodec.Picture;
using VaeCodec.Pixels.Graphics;

namespace VaeCodec.Lossy;

/// <summary>The parts of a lossy picture that are coded exactly, as graphics, and what the network sees in their place. FORMAT.md, "Exact
/// areas".</summary>
internal sealed class ExactAreas
{
    private readonly ExactCells _cells;
    private readonly PixelImage _exact;

    /// <summary>Codes them.</summary>
    /// <param name="image">The picture that the network codes.</param>
    /// <param name="exact">The same with the colours that come back in exact cells: others only where nobody sees them.</param>
    /// <param name="cells">Which.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public ExactAreas(PixelImage image, PixelImage exact, ExactCells cells, CancellationToken cancellationToken)
    {
        (_exact, _cells) = (exact, cells);
        byte[] stream = CellStream.Encode(exact, cells, default, cancellationToken);
        Chunk = new AreasChunk(cells.Bits, cells.Runs(), stream).Write();
        Filled = CellFill.Filled(image, cells, cancellationToken);
        Share = cells.Pixels / ((double)image.Width * image.Height);
    }

    /// <summary>Goes into the file.</summary>
    public VaecChunk Chunk { get; }

    /// <summary>The picture with smooth colours in exact cells.</summary>
    public PixelImage Filled { get; }

    /// <summary>Of the picture's pixels.</summary>
    public double Share { get; }

    /// <summary>The filled picture with an alpha that hides the exact cells from whoever measures errors.</summary>
    public PixelImage Hidden(CancellationToken cancellationToken) => CellFill.Hidden(Filled, _cells, cancellationToken);

    /// <summary>Puts the exact colours over a picture of the same channels.</summary>
    public void PutOver(Span<byte> pixels) => _cells.Copy(_exact.Pixels, pixels, _exact.Channels);
}
