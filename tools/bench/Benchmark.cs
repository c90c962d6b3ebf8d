using System.Diagnostics;
using VaeCodec.Images;

namespace VaeCodec.Bench;

/// <summary>Encodes and decodes every image of a folder at several qualities.</summary>
public static class Benchmark
{
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".ppm", ".pnm", ".pgm"];

    /// <summary>The images of a folder in the order of their names.</summary>
    public static IReadOnlyList<string> Images(string folder) => [.. Directory.EnumerateFiles(folder)
        .Where(f => s_extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)];

    /// <summary>Measures VaeCodec; one unmeasured round first.</summary>
    public static IEnumerable<Measurement> Run(IReadOnlyList<string> images, IReadOnlyList<double> qualities, int threads)
    {
        bool warm = false;
        foreach (string path in images)
        {
            PixelImage image = ImageFile.Load(path);
            foreach (double quality in qualities)
            {
                if (!warm)
                    Measure(path, image, quality, threads);
                warm = true;
                yield return Measure(path, image, quality, threads);
            }
        }
    }

    /// <summary>The mean curve, by rising quality.</summary>
    public static IReadOnlyList<RatePoint> Curve(IEnumerable<Measurement> measurements) => [.. measurements.GroupBy(m => m.Quality).OrderBy(g => g.Key)
        .Select(g => new RatePoint(g.Average(m => m.Bpp), g.Average(m => m.Psnr)))];

    private static Measurement Measure(string path, PixelImage image, double quality, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        EncodedImage encoded = new VaeEncoder(new EncoderOptions { Quality = quality, Threads = threads }).Encode(image);
        double encodeMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        PixelImage decoded = new VaeDecoder(new DecoderOptions { Threads = threads }).Decode(encoded.Bytes);
        double decodeMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new()
        {
            Image = Path.GetFileName(path),
            Quality = quality,
            Bytes = encoded.Bytes.Length,
            Bpp = encoded.BitsPerPixel,
            Psnr = encoded.Psnr,
            EstimatedBits = encoded.LayerBits.Sum(),
            LayerBits = encoded.LayerBits,
            EncodeMs = encodeMs,
            DecodeMs = decodeMs,
            Exact = decoded.Pixels.AsSpan().SequenceEqual(encoded.Reconstruction.Pixels),
        };
    }
}
