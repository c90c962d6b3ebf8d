using VaeCodec.Bitstream;
using VaeCodec.Inference;

namespace VaeCodec.Pipeline;

/// <summary>Finds the intervals of a small picture's pixels as the network's distributions come, and pushes them when all are known: the last one first, because
/// a stack gives them back in reverse.</summary>
/// <param name="band">Receives the values.</param>
/// <param name="pixels">The picture, gray.</param>
internal sealed class ChainEncodingStep(PixelBand band, byte[] pixels) : IPixelCoder
{
    private readonly LogisticMixture _mixture = new();
    private readonly MixtureComponent[] _components = new MixtureComponent[band.Spec.Components];
    private readonly Stack<(uint Start, uint Freq)> _intervals = new(pixels.Length);

    /// <inheritdoc/>
    public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
    {
        for (int i = 0; i < count; i++)
        {
            MixtureParameters.Round(parameters.Slice(i * stride, band.Spec.Parameters), _components);
            _mixture.Set(_components);
            int y = row + i, x = column - band.RowLag * i;
            byte value = pixels[y * band.Width + x];
            uint start = _mixture.Start(value);
            _intervals.Push((start, _mixture.Start(value + 1) - start));
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
