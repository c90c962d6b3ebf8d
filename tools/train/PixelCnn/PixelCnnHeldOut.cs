using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>A row of heldout.json: means over the pictures, bits per pixel.</summary>
/// <param name="Position">Of the rate multiplier in the flagship's trained range, 0..1.</param>
/// <param name="Weathered">Whether the pictures are weathered.</param>
/// <param name="Latents">What the lossy picture takes.</param>
/// <param name="Pixels">What the exact pixels take then, R, G and B.</param>
internal sealed record PixelCnnRow(
    [property: JsonPropertyName("u")] double Position,
    [property: JsonPropertyName("weathered")] bool Weathered,
    [property: JsonPropertyName("latents")] double Latents,
    [property: JsonPropertyName("pixels")] IReadOnlyList<double> Pixels)
{
    /// <summary>All of it.</summary>
    [JsonPropertyName("total")]
    public double Total => Latents + Pixels.Sum();
}

/// <summary>What a pixel network makes of pictures that it was not trained on.</summary>
internal static class PixelCnnHeldOut
{
    private static readonly (double Position, bool Weathered)[] s_rows = [(0.5, false), (0.75, false), (1, false), (1, true)];

    /// <summary>Evaluates three rates, and the coarsest base of weathered pictures.</summary>
    /// <param name="net">With the weights to evaluate.</param>
    /// <param name="pictures">Prepares the pictures.</param>
    /// <param name="photos">Held-out photographs.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    public static IReadOnlyList<PixelCnnRow> Run(PixelCnnNetwork net, PixelPictures pictures, IReadOnlyList<Photo> photos,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photos);
        using var garbage = new GarbageBetweenSteps();
        return photos.Count == 0 ? [] : [.. s_rows.Select(row =>
        {
            double latents = 0;
            double[] pixels = [0, 0, 0];
            for (int i = 0; i < photos.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Photo photo = PixelPictures.HeldOut(photos[i]);
                PixelPicture picture = pictures.Coded(row.Weathered ? PixelPictures.Weathered(photo, i) : photo, row.Position);
                latents += (double)picture.Bits / (picture.Width * picture.Height) / photos.Count;
                float[] bits = Bits(net, picture);
                for (int c = 0; c < pixels.Length; c++)
                    pixels[c] += bits[c] / photos.Count;
                garbage.Collect();
            }

            return new PixelCnnRow(row.Position, row.Weathered, latents, pixels);
        })];
    }

    // Every second patch of every row of patches.
    private static float[] Bits(PixelCnnNetwork net, PixelPicture picture)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        const int Step = 2 * PixelPatches.Side;
        int columns = picture.Width / Step;
        PixelBatch batch = new PixelPatches(net.Spec, [picture]).At([.. Enumerable.Range(0, picture.Height / PixelPatches.Side * columns)
            .Select(i => (0, i / columns * PixelPatches.Side, i % columns * Step))]);
        return net.Bits(batch).mean([0L]).Values();
    }
}
