using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Boundary;
using VaeCodec.Inference.PixelCnn;

namespace VaeCodec.Pixels;

/// <summary>Codes the exact pixels of a band as the network's distributions come.</summary>
/// <param name="band">Receives the values.</param>
/// <param name="pixels">The exact picture, interleaved.</param>
/// <param name="channels">Its bytes per pixel.</param>
internal sealed class ExactPixelEncoder(PixelCnnBand band, ReadOnlyMemory<byte> pixels, int channels) : IPixelCnnCoder
{
    private readonly PixelStreamEncoder _stream = new();
    private readonly LogisticMixture _mixture = new();
    private readonly MixtureComponent[] _components = new MixtureComponent[band.Spec.Components];

    public void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column)
    {
        ReadOnlySpan<byte> exact = pixels.Span;
        for (int i = 0; i < count; i++)
        {
            MixtureParameters.Round(parameters.Slice(i * stride, band.Spec.Parameters), _components);
            _mixture.Set(_components);
            int y = row + i, x = column - band.RowLag * i;
            byte value = exact[(band.PictureRow(y) * band.Width + x) * channels + channel];
            _stream.Add(_mixture, value);
            band.Set(channel, y, x, value);
        }
    }

    public byte[] Finish() => _stream.Finish();
}
