using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Pixels;

/// <summary>Makes a lossless file of a lossy one: the same latents, then the exact pixels.</summary>
internal static class LosslessFile
{
    /// <summary>The lossless file, with its exact reconstruction.</summary>
    /// <param name="attempt">The lossy file with its reconstruction.</param>
    /// <param name="image">The exact picture.</param>
    /// <param name="range">Of the model's rate multipliers.</param>
    /// <param name="model">The pixel network.</param>
    /// <param name="threads">0 for one per processor.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static Attempt Of(Attempt attempt, PixelImage image, RateRange range, PixelCnnModel model, int threads,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        VaecFile lossy = attempt.File;
        var bands = new PixelBands(model, PixelCnnEngine.Rate(attempt.Beta.Indices, range), image.Width, image.Height, image.Channels,
            threads, cancellationToken);
        byte[][] streams = new ExactPixels(bands, image.Width, image.Height, image.Channels)
            .Encode(image.Pixels, attempt.Pixels!, progress);
        var chunk = new PixelChunk(model.Id, lossy.Header.PixelsCrc32C, lossy.Latents.Length, [.. streams.Select(s => s.Length)]);
        VaecHeader header = lossy.Header with { PixelsCrc32C = Crc32C.Compute(image.Pixels) };
        byte[] payload = new byte[streams.Sum(s => s.Length)];
        for (int i = 0, at = 0; i < streams.Length; at += streams[i++].Length)
            streams[i].CopyTo(payload, at);
        return attempt with
        {
            File = new(header, [.. lossy.Chunks, chunk.Write()], lossy.Latents, payload),
            Pixels = image.Pixels,
            Psnr = double.PositiveInfinity,
        };
    }
}
