using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;

namespace VaeCodec.Pixels;

/// <summary>Makes a file with texture of a lossy one: the same latents, and the chunk that has the decoder draw the rest.</summary>
internal static class TextureFile
{
    /// <summary>The chunk for a picture, complete but for the checksum, so that a file with it has its final length.</summary>
    public static TextureChunk Chunk(Mode mode, PixelImage image, PixelCnnModel model)
        => new(model.Id, 0, TextureTemperature.Nearest(mode.Temperature), PixelBands.CountFor(image.Width, image.Height), mode.Seed);

    /// <summary>The file with checksums, and the picture that it gives.</summary>
    /// <param name="attempt">The lossy file, with the incomplete chunk and its reconstruction.</param>
    /// <param name="incomplete">The chunk.</param>
    /// <param name="image">The picture that was encoded.</param>
    /// <param name="range">Of the model's rate multipliers.</param>
    /// <param name="model">The pixel network.</param>
    /// <param name="threads">0 for one per processor.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static Attempt Of(Attempt attempt, TextureChunk incomplete, PixelImage image, RateRange range, PixelCnnModel model, int threads,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        VaecFile lossy = attempt.File;
        TextureChunk chunk = incomplete with { BaseCrc32C = lossy.Header.PixelsCrc32C };
        var bands = new PixelBands(model, PixelCnnEngine.Rate(attempt.Beta.Indices, range), image.Width, image.Height, image.Channels,
            threads, cancellationToken);
        byte[] pixels = TexturedPixels.Of(chunk, bands, attempt.Pixels!, image.Width, image.Height, image.Channels, progress,
            cancellationToken);
        attempt.Areas?.PutOver(pixels);
        VaecHeader header = lossy.Header with { PixelsCrc32C = Crc32C.Compute(pixels) };
        return attempt with
        {
            File = new(header, [.. lossy.Chunks.Select(c => c.Type == VaecChunk.Texture ? chunk.Write() : c)], lossy.Latents),
            Pixels = pixels,
            Psnr = ColourPlanes.Psnr(image.Pixels, pixels, image.Channels),
        };
    }
}
