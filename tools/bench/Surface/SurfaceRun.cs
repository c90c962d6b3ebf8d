using VaeCodec.Models;

namespace VaeCodec.Bench.Surface;

/// <summary>Codes every image of a folder with every pair of multipliers that the model was trained for.</summary>
internal sealed class SurfaceRun
{
    private readonly SurfaceOptions _options;
    private readonly IReadOnlyList<string> _paths;
    private readonly string _model;
    private readonly int _layers;
    private readonly (double Quality, double Beta)[] _steps;
    private readonly ((double Quality, double Beta) Coarse, (double Quality, double Beta) Fine)[] _pairs;

    /// <summary>Finds the images, and the multipliers of the model's range of qualities.</summary>
    /// <param name="options">What to measure.</param>
    /// <exception cref="VaeCodecException">BadArgument: the model has no such first group.</exception>
    public SurfaceRun(SurfaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _paths = TestImage.Paths(options.Folder);
        double[] qualities = [.. Enumerable.Range(0, options.Points).Select(i => 100.0 * i / (options.Points - 1))];
        EncodedImage[] probes = [.. qualities.Select(q => Encoder(Rate.Quality(q)).Encode(new PixelImage(1, 1, 3, new byte[3])))];
        (_model, _layers) = (probes[0].Model!.ToString(), probes[0].Beta.Count);
        _steps = [.. qualities.Zip(probes.Select(p => p.Beta[0]))];
        double split = ModelLibrary.In(options.ModelsFolder).Choose(ModelKind.Hvae, options.Model).Range.Split;
        _pairs = [.. from coarse in _steps from fine in _steps
                     where Math.Abs(Math.Log2(coarse.Beta / fine.Beta)) <= split select (coarse, fine)];
        if (options.CoarseLayers >= _layers)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"the first group has {options.CoarseLayers} layers, but the model has {_layers} in all");
    }

    /// <summary>Pictures to be coded.</summary>
    public int Work => _paths.Count * _pairs.Length;

    /// <summary>Measures.</summary>
    /// <param name="coded">Called after each picture.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    public RateSurface Run(Action coded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(coded);
        IReadOnlyList<PixelImage> images = [.. _paths.Select(p => TestImage.Load(p).Image)];
        var points = new List<SurfacePoint>();
        foreach (var (coarse, fine) in _pairs)
        {
            double[] beta = [.. Enumerable.Range(0, _layers).Select(l => (l < _options.CoarseLayers ? coarse : fine).Beta)];
            points.Add(Mean(coarse.Quality, fine.Quality, beta, images, coded, cancellationToken));
        }

        double octaves = Math.Log2(_steps[0].Beta / _steps[^1].Beta) / (_steps.Length - 1);
        return new(_model, _options.CoarseLayers, images.Count, points, RateSurface.Compare(points, octaves));
    }

    private VaeEncoder Encoder(Rate rate) => new(new()
    {
        Mode = rate,
        AllowExact = false,
        Model = _options.Model,
        ModelsFolder = _options.ModelsFolder,
        Threads = _options.Threads,
    });

    private SurfacePoint Mean(double coarseQuality, double fineQuality, double[] beta, IReadOnlyList<PixelImage> images, Action coded,
        CancellationToken cancellationToken)
    {
        VaeEncoder encoder = Encoder(Rate.Beta(beta));
        double coarse = 0, fine = 0, bpp = 0, psnr = 0;
        foreach (PixelImage image in images)
        {
            EncodedImage encoded = encoder.Encode(image, null, cancellationToken);
            double pixels = (double)image.Width * image.Height;
            coarse += encoded.LayerBits.Take(_options.CoarseLayers).Sum() / pixels;
            fine += encoded.LayerBits.Skip(_options.CoarseLayers).Sum() / pixels;
            bpp += encoded.BitsPerPixel;
            psnr += Metrics.Psnr.Rgb(image, encoded.Reconstruction);
            coded();
        }

        return new(coarseQuality, fineQuality, coarse / images.Count, fine / images.Count, bpp / images.Count, psnr / images.Count);
    }
}
