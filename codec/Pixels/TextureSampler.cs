using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Boundary;
using VaeCodec.Inference.PixelCnn;

namespace VaeCodec.Pixels;

/// <summary>Draws the pixels of a band from the network's distributions as they come, and keeps them near the lossy picture.</summary>
/// <param name="band">Receives the values.</param>
/// <param name="chunk">Temperature and seed.</param>
/// <param name="lossy">The lossy picture, interleaved.</param>
/// <param name="reach">What <see cref="TextureReach"/> makes of it.</param>
/// <param name="pixels">Receives the values, interleaved.</param>
/// <param name="channels">Bytes per pixel.</param>
internal sealed class TextureSampler(PixelCnnBand band, TextureChunk chunk, byte[] lossy, byte[] reach, byte[] pixels,
    int channels) : IPixelCnnCoder
{
    // G and B may differ from R in what the texture adds by an eighth of what it may add, so that it is no coloured noise.
    private const int ChromaShift = 3;

    private readonly TextureSlots _slots = new(chunk.Seed);
    private readonly LogisticMixture _mixture = new();
    private readonly MixtureComponent[] _components = new MixtureComponent[band.Spec.Components];

    public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
    {
        for (int i = 0; i < count; i++)
        {
            int y = row + i, x = column - band.RowLag * i, pixel = band.PictureRow(y) * band.Width + x;
            (int centre, int most) = Allowed(pixel, channel);
            // where nothing may be added, nothing is drawn
            int drawn = most == 0 ? centre : Draw(parameters.Slice(i * stride, band.Spec.Parameters), pixel, channel);
            byte value = (byte)Math.Clamp(Math.Clamp(drawn, centre - most, centre + most), 0, 255);
            pixels[pixel * channels + channel] = value;
            band.Set(channel, y, x, value);
        }
    }

    private int Draw(ReadOnlySpan<float> parameters, int pixel, int channel)
    {
        MixtureParameters.Round(parameters, _components);
        for (int k = 0; k < _components.Length; k++)
            _components[k] = TextureTemperature.Apply(chunk.Temperature, _components[k]);
        _mixture.Set(_components);
        return _mixture.Find(_slots[(long)pixel * band.Colours + channel], out _, out _);
    }

    /// <summary>The value to stay near to, and how far from it the drawn one may be.</summary>
    private (int Centre, int Most) Allowed(int pixel, int channel)
    {
        int first = pixel * channels, centre = lossy[first + channel], most = reach[pixel];
        return channel == 0 ? (centre, most)
            : (centre + pixels[first] - lossy[first], (most + (1 << ChromaShift) - 1) >> ChromaShift);
    }
}
