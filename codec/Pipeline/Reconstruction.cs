using VaeCodec.Inference;

namespace VaeCodec.Pipeline;

/// <summary>Collects the network's picture, strip by strip, in the channels of the picture that was encoded.</summary>
internal sealed class Reconstruction(DeterministicEngine engine, int width, int height, int channels)
{
    /// <summary>Interleaved; alpha is zero.</summary>
    public byte[] Pixels { get; } = new byte[checked(width * height * channels)];

    /// <summary>Takes over rows of the padded picture.</summary>
    public void Add(Tensor picture)
    {
        int top = Math.Min(height, picture.Rows.Top), count = (Math.Min(height, picture.Rows.Bottom) - top) * width;
        Memory<byte> pixels = Pixels.AsMemory(top * width * channels, count * channels);
        Memory<byte> rgb = channels == 3 ? pixels : new byte[count * 3];
        engine.Pixels(picture, width, rgb);
        if (channels != 3)
            ColourPlanes.FromRgb(rgb.Span, pixels.Span, channels);
    }
}
