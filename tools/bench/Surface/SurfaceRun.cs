using VaeCodec.Images;

namespace VaeCodec.Bench.Surface;

/// <summary>Codes every image of a folder with every pair of multipliers.</summary>
/// <param name="options">What to measure.</param>
public sealed class SurfaceRun(SurfaceOptions options)
{
    private readonly IReadOnlyList<string> _paths = TestImage.Paths(options.Folder);

    /// <summary>Pictures to be coded.</summary>
    public int Work => _paths.Count * options.Points * options.Points;

    /// <summary>Measures.</summary>
    /// <param name="coded">Called after each picture.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    /// <exception cref="VaeCodecException">BadArgument: the model has no such first group.</exception>
    public RateSurface Run(Action coded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(coded);
        double[] qualities = [.. Enumerable.Range(0, options.Points).Select(i => 100.0 * i / (options.Points - 1))];
        EncodedImage[] probes = [.. qualities.Select(q => new VaeEncoder(new() { Quality = q }).Encode(new PixelImage(1, 1, 3, new byte[3])))];
        double[] betas = [.. probes.Select(p => p.Beta[0])];
        int layers = probes[0].Beta.Count;
        if (options.CoarseLayers >= layers)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"the first group has {options.CoarseLayers} layers, but the model has {layers} in all");

        IReadOnlyList<PixelImage> images = [.. _paths.Select(p => TestImage.Load(p).Image)];
        var points = new List<SurfacePoint>();
        for (int coarse = 0; coarse < qualities.Length; coarse++)
        {
            for (int fine = 0; fine < qualities.Length; fine++)
            {
                double[] beta = [.. Enumerable.Range(0, layers).Select(l => betas[l < options.CoarseLayers ? coarse : fine])];
                points.Add(Mean(qualities[coarse], qualities[fine], beta, images, coded, cancellationToken));
            }
        }

        double octaves = Math.Log2(betas[0] / betas[^1]) / (options.Points - 1);
        return new(probes[0].Model, options.CoarseLayers, images.Count, points, RateSurface.Compare(points, octaves));
    }

    private SurfacePoint Mean(double coarseQuality, double fineQuality, double[] beta, IReadOnlyList<PixelImage> images, Action coded, CancellationToken cancellationToken)
    {
        var encoder = new VaeEncoder(new() { Beta = beta, Threads = options.Threads });
        double coarse = 0, fine = 0, bpp = 0, psnr = 0;
        foreach (PixelImage image in images)
        {
            EncodedImage encoded = encoder.Encode(image, null, cancellationToken);
            double pixels = (double)image.Width * image.Height;
            coarse += encoded.LayerBits.Take(options.CoarseLayers).Sum() / pixels;
            fine += encoded.LayerBits.Skip(options.CoarseLayers).Sum() / pixels;
            bpp += encoded.BitsPerPixel;
            psnr += Metrics.Psnr.Rgb(image, encoded.Reconstruction);
            coded();
        }

        return new(coarseQuality, fineQuality, coarse / images.Count, fine / images.Count, bpp / images.Count, psnr / images.Count);
    }
}
