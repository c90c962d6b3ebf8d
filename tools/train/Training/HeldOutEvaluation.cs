using System.Text.Json.Serialization;
using VaeCodec.Networks;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>A point of the held-out rate-distortion curve: means over the pictures.</summary>
/// <param name="Position">Where log beta lies in the trained range, 0..1.</param>
/// <param name="Bpp">Estimated bits per pixel, all layers.</param>
/// <param name="Psnr">Decibels, 8-bit RGB.</param>
/// <param name="Layers">Bits per pixel of every layer.</param>
public sealed record HeldOutPoint(
    [property: JsonPropertyName("u")] double Position,
    [property: JsonPropertyName("bpp")] double Bpp,
    [property: JsonPropertyName("psnr")] double Psnr,
    [property: JsonPropertyName("layers")] IReadOnlyList<double> Layers);

/// <summary>Rate and distortion with quantised latents on pictures that were not trained on, each cut to a multiple of the coarsest stride.</summary>
public static class HeldOutEvaluation
{
    private static readonly double[] s_positions = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Evaluates five rates; <paramref name="engine"/>'s parameters must not ask for gradients.</summary>
    public static IReadOnlyList<HeldOutPoint> Run(TorchEngine engine, IReadOnlyList<Photo> photos, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(photos);
        if (photos.Count == 0)
            return [];
        var points = new List<HeldOutPoint>();
        foreach (double u in s_positions)
        {
            double psnr = 0;
            var layers = new double[engine.Parameters.Network.Spec.Layers];
            foreach (Photo photo in photos)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (float error, float[] bpp) = Measure(engine, photo, u);
                psnr += -10 * Math.Log10(error + 1e-10) / photos.Count;
                for (int l = 0; l < layers.Length; l++)
                    layers[l] += bpp[l] / photos.Count;
            }

            points.Add(new(u, layers.Sum(), psnr, layers));
        }

        return points;
    }

    private static (float SquaredError, float[] BitsPerPixel) Measure(TorchEngine engine, Photo photo, double u)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        HvaeSpec spec = engine.Parameters.Network.Spec;
        var range = RateRange.Of(spec);
        int height = photo.Height / spec.CoarsestStride * spec.CoarsestStride, width = photo.Width / spec.CoarsestStride * spec.CoarsestStride;
        torch.Tensor x = TrainingBatch.ToPicture(photo.Rgb, 1, photo.Height, photo.Width, engine.Parameters.Device)
            .narrow(2, 0, height).narrow(3, 0, width).contiguous(torch.MemoryFormat.ChannelsLast);
        torch.Tensor log2Beta = torch.zeros(1, spec.Layers).fill_(range.Log2Low + (range.Log2High - range.Log2Low) * u).to(engine.Parameters.Device);
        RateDistortion result = RateDistortion.Measure(engine, x, log2Beta, steps => new QuantisedLatents(spec, steps));
        torch.Tensor bytes = (result.Picture.clamp(0, 1) * 255).round() * (1.0 / 255);
        return ((bytes - x).square().mean().item(), result.BitsPerPixel.ToArray());
    }
}
