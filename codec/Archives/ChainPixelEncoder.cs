using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.PixelCnn;

namespace VaeCodec.Archives;

/// <summary>Finds the intervals of a small picture's pixels as the network's distributions come, and pushes them when all are known: the
/// last one first, because a stack gives them back in reverse.</summary>
/// <param name="band">Receives the values.</param>
/// <param name="pixels">The picture, gray.</param>
internal sealed class ChainPixelEncoder(PixelCnnBand band, byte[] pixels) : IPixelCnnCoder
{
    private readonly IPixelSymbols _symbols = PixelSymbols.Of(band.Spec);
    private readonly Stack<(uint Start, uint Freq)> _intervals = new(pixels.Length);

    /// <inheritdoc/>
    public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
    {
        for (int i = 0; i < count; i++)
        {
            _symbols.Set(parameters.Slice(i * stride, band.Spec.Parameters));
            int y = row + i, x = column - band.RowLag * i;
            byte value = pixels[y * band.Width + x];
            _intervals.Push(_symbols.Interval(value));
            band.Set(channel, y, x, value);
        }
    }

    /// <summary>Pushes the picture.</summary>
    public void PushOn(RansStack stack)
    {
        foreach ((uint start, uint freq) in _intervals)
            stack.Push(start, freq);
    }
}
