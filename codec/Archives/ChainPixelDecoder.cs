using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.PixelCnn;

namespace VaeCodec.Archives;

/// <summary>Pops a small picture's pixels as the network's distributions come.</summary>
/// <param name="band">Receives the values.</param>
/// <param name="stack">Gives them.</param>
/// <param name="pixels">The picture, gray; receives the values too.</param>
internal sealed class ChainPixelDecoder(PixelCnnBand band, RansStack stack, byte[] pixels) : IPixelCnnCoder
{
    private readonly IPixelSymbols _symbols = PixelSymbols.Of(band.Spec);

    /// <inheritdoc/>
    public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
    {
        for (int i = 0; i < count; i++)
        {
            _symbols.Set(parameters.Slice(i * stride, band.Spec.Parameters));
            int y = row + i, x = column - band.RowLag * i;
            byte value = _symbols.Find(stack.Peek(), out uint start, out uint freq);
            stack.Drop(start, freq);
            pixels[y * band.Width + x] = value;
            band.Set(channel, y, x, value);
        }
    }
}
