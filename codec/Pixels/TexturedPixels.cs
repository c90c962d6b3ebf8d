using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Pixels;

/// <summary>Finishes a lossy picture by sampling p(x | y, causal window) in place of decoding x: local texture where the latents left blur,
/// as in the Variational Lossy Autoencoder (Chen et al. 2017, arXiv:1611.02731).</summary>
internal static class TexturedPixels
{
    /// <summary>The picture with texture, interleaved; alpha is the lossy picture's.</summary>
    /// <param name="chunk">Temperature, seed and bands.</param>
    /// <param name="bands">Runs the pixel network.</param>
    /// <param name="lossy">Interleaved.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="channels">Bytes per pixel.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static byte[] Of(TextureChunk chunk, PixelBands bands, byte[] lossy, int width, int height, int channels,
        IProgress<double>? progress, CancellationToken cancellationToken = default)
    {
        byte[] pixels = [.. lossy], reach = TextureReach.Of(lossy, width, height, channels, cancellationToken);
        bands.Run(chunk.Bands, lossy, progress, (_, band, engine) =>
            engine.Run(band, new TextureSampler(band, chunk, lossy, reach, pixels, channels)));
        TextureBalance.Apply(pixels, lossy, width, height, channels, cancellationToken);
        return pixels;
    }
}
