using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Boundary;
using VaeCodec.Inference.PixelCnn;

namespace VaeCodec.Pixels;

/// <summary>Decodes the exact pixels of a band as the network's distributions come.</summary>
/// <param name="band">Receives the values.</param>
/// <param name="stream">The band's stream.</param>
/// <param name="pixels">The picture, interleaved; receives the values too.</param>
/// <param name="channels">Its bytes per pixel.</param>
internal sealed class ExactPixelDecoder(PixelCnnBand band, PixelStreamDecoder stream, byte[] pixels, int channels) : IPixelCnnCoder
{
    private readonly LogisticMixture _mixture = new();
    private readonly MixtureComponent[] _components = new MixtureComponent[band.Spec.Components];

    public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
    {
        for (int i = 0; i < count; i++)
        {
            MixtureParameters.Round(parameters.Slice(i * stride, band.Spec.Parameters), _components);
            _mixture.Set(_components);
            int y = row + i, x = column - band.RowLag * i;
            byte value = stream.Next(_mixture);
            pixels[(band.PictureRow(y) * band.Width + x) * channels + channel] = value;
            band.Set(channel, y, x, value);
        }
    }

    public void Finish() => stream.Finish();
}
