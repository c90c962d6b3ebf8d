namespace VaeCodec.Inference.PixelCnn;

/// <summary>What becomes of the distributions of one channel of some pixels: an encoder looks values up, a decoder or sampler makes
/// them.</summary>
internal interface IPixelCnnCoder
{
    /// <summary>Takes the parameters of one channel of <paramref name="count"/> pixels, in coding order.</summary>
    /// <param name="channel">0 R or gray, 1 G, 2 B.</param>
    /// <param name="parameters">Pixel i's logits, means and log2 scales begin at i * <paramref name="stride"/>.</param>
    /// <param name="stride">Floats between the parameters of neighbouring pixels.</param>
    /// <param name="count">Pixels.</param>
    /// <param name="row">Row of the first pixel in the band; the others are one row further down each.</param>
    /// <param name="column">Column of the first pixel; the others are <see cref="PixelCnnBand.RowLag"/> further left each.</param>
    void Code(int channel, ReadOnlySpan<float> parameters, int stride, int count, int row, int column);
}
