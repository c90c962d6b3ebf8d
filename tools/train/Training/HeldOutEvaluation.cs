using System.Diagnostics;
using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>A point of the held-out rate-distortion curve: means over the pictures.</summary>
/// <param name="Position">Where log beta lies in the trained range, 0..1; null where the layers' multipliers are not one.</param>
/// <param name="Log2Beta">Every layer's multiplier.</param>
/// <param name="Bpp">Estimated bits per pixel, all layers.</param>
/// <param name="Psnr">Decibels, 8-bit RGB, mean of the pictures' own.</param>
/// <param name="SquaredError">Pixels in [0, 1].</param>
/// <param name="Layers">Bits per pixel of every layer.</param>
internal sealed record HeldOutPoint(
    [property: JsonPropertyName("u")] double? Position,
    [property: JsonPropertyName("log2_beta")] IReadOnlyList<float> Log2Beta,
    [property: JsonPropertyName("bpp")] double Bpp,
    [property: JsonPropertyName("psnr")] double Psnr,
    [property: JsonPropertyName("mse")] double SquaredError,
    [property: JsonPropertyName("layers")] IReadOnlyList<double> Layers);

/// <summary>Rate and distortion with quantised latents on pictures that were not trained on, each cut to a multiple of the coarsest
/// stride.</summary>
internal static class HeldOutEvaluation
{
    private static readonly double[] s_positions = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Evaluates five rates over the trained range; <paramref name="engine"/>'s parameters must not ask for gradients.</summary>
    /// <param name="engine">Computes.</param>
    /// <param name="photos">What to evaluate on.</param>
    /// <param name="limit">Pictures that are not begun by then are left out; null for no limit.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    /// <returns>The points, none where there was no picture, and of how many pictures they are the means.</returns>
    public static (IReadOnlyList<HeldOutPoint> Rows, int Pictures) Run(TorchEngine engine, IReadOnlyList<Photo> photos, TimeSpan? limit,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photos);
        var clock = Stopwatch.StartNew();
        var ofPictures = new List<IReadOnlyList<HeldOutPoint>>();
        using var garbage = new GarbageBetweenSteps();
        foreach (Photo photo in photos.TakeWhile(_ => limit is null || clock.Elapsed < limit))
        {
            ofPictures.Add(Run(engine, [photo], cancellationToken));
            garbage.Collect();
        }

        return (ofPictures.Count == 0 ? [] : [.. Enumerable.Range(0, s_positions.Length)
            .Select(i => Mean([.. ofPictures.Select(rows => rows[i])]))], ofPictures.Count);
    }

    /// <summary>Evaluates five rates over the trained range; <paramref name="engine"/>'s parameters must not ask for gradients.</summary>
    public static IReadOnlyList<HeldOutPoint> Run(TorchEngine engine, IReadOnlyList<Photo> photos,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        HvaeSpec spec = engine.Parameters.Network.Spec;
        var range = RateRange.Of(spec);
        return [.. s_positions.Select(u =>
        {
            float log2Beta = (float)(range.Log2Low + (range.Log2High - range.Log2Low) * u);
            return Run(engine, photos, [.. Enumerable.Repeat(log2Beta, spec.Layers)], cancellationToken: cancellationToken) with
            {
                Position = u,
            };
        })];
    }

    /// <summary>Evaluates one vector of multipliers.</summary>
    /// <param name="engine">Its parameters must not ask for gradients.</param>
    /// <param name="photos">What to evaluate on.</param>
    /// <param name="log2Beta">Of every layer.</param>
    /// <param name="crop">Side of the crops that a picture is cut into, from its middle; 0 for whole pictures.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    public static HeldOutPoint Run(TorchEngine engine, IReadOnlyList<Photo> photos, IReadOnlyList<float> log2Beta, int crop = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(log2Beta);
        double psnr = 0, squaredError = 0;
        var layers = new double[log2Beta.Count];
        foreach (Photo photo in photos)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (float error, float[] bpp) = Measure(engine, photo, log2Beta, crop);
            squaredError += error / photos.Count;
            psnr += -10 * Math.Log10(error + 1e-10) / photos.Count;
            for (int l = 0; l < layers.Length; l++)
                layers[l] += bpp[l] / photos.Count;
        }

        return new(null, log2Beta, layers.Sum(), psnr, squaredError, layers);
    }

    private static HeldOutPoint Mean(IReadOnlyList<HeldOutPoint> points)
        => new(points[0].Position, points[0].Log2Beta, points.Average(p => p.Bpp), points.Average(p => p.Psnr),
            points.Average(p => p.SquaredError),
            [.. Enumerable.Range(0, points[0].Layers.Count).Select(l => points.Average(p => p.Layers[l]))]);

    private static (float SquaredError, float[] BitsPerPixel) Measure(TorchEngine engine, Photo photo, IReadOnlyList<float> rates, int crop)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        HvaeSpec spec = engine.Parameters.Network.Spec;
        torch.Tensor whole = TrainingBatch.ToPicture(photo.Rgb, 1, photo.Height, photo.Width, engine.Parameters.Device);
        torch.Tensor log2Beta = TensorValues.Tensor([.. rates], 1, spec.Layers).to(engine.Parameters.Device);
        (int height, int width) = crop > 0 ? (crop, crop) : (photo.Height / spec.CoarsestStride * spec.CoarsestStride,
            photo.Width / spec.CoarsestStride * spec.CoarsestStride);
        int rows = photo.Height / height, columns = photo.Width / width;
        (int top, int left) = crop > 0 ? ((photo.Height - rows * crop) / 2, (photo.Width - columns * crop) / 2) : (0, 0);
        float error = 0;
        var bits = new float[spec.Layers];
        for (int i = 0; i < rows * columns; i++)
        {
            torch.Tensor x = ChannelsLast.Of(whole.narrow(2, top + i / columns * height, height)
                .narrow(3, left + i % columns * width, width));
            RateDistortion result = RateDistortion.Measure(engine, x, log2Beta, steps => new QuantisedLatents(spec, steps));
            torch.Tensor bytes = (result.Picture.clamp(0, 1) * 255).round() * (1.0 / 255);
            error += (bytes - x).square().mean().Value() / (rows * columns);
            float[] crops = result.BitsPerPixel.Values();
            for (int l = 0; l < bits.Length; l++)
                bits[l] += crops[l] / (rows * columns);
        }

        return (error, bits);
    }
}
