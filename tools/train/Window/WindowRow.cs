using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Window;

/// <summary>Bits per pixel at a price of the latents, -ELBO by one sample each.</summary>
/// <param name="Log2Price">log2 of what a bit of the latents costs, in bits of pixels.</param>
/// <param name="Latents">By bits-back coding.</param>
/// <param name="Pixels">Of all colours.</param>
/// <param name="Colours">R, G and B; none of a row between two others.</param>
internal sealed record WindowRow(
    [property: JsonPropertyName("log2_price")] double Log2Price,
    [property: JsonPropertyName("latents")] double Latents,
    [property: JsonPropertyName("pixels")] double Pixels,
    [property: JsonPropertyName("colours")] IReadOnlyList<double> Colours)
{
    private const int Seed = 2, Batch = 4;

    // The first two are lower than any in training.
    private static readonly int[] s_prices = [-6, -5, -4, -3, -2, -1, 0, 1, 2];

    /// <summary>Both.</summary>
    [JsonPropertyName("total")] public double Total => Latents + Pixels;

    /// <summary>Measures every price.</summary>
    /// <param name="net">With the weights to measure.</param>
    /// <param name="crops">Of which the tiles are measured.</param>
    /// <param name="cancellationToken">Takes effect between batches.</param>
    public static IReadOnlyList<WindowRow> Measure(WindowVae net, WindowCrops crops, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(crops);
        IReadOnlyList<(int, int, int)> places = crops.TilePlaces();
        return [.. s_prices.Select(price => At(net, crops, places, price, cancellationToken))];
    }

    /// <summary>The most that latents may tell where the sum is a given one: the row between the measured ones, linearly; null where the
    /// sum stays below.</summary>
    /// <param name="rows">By rising price.</param>
    /// <param name="total">The sum.</param>
    public static WindowRow? AtTotal(IReadOnlyList<WindowRow> rows, double total)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int best = rows.Index().MinBy(r => r.Item.Total).Index;
        for (int i = best; i > 0; i--)
        {
            (WindowRow a, WindowRow b) = (rows[i], rows[i - 1]);
            if (b.Total < total)
                continue;
            double t = (total - a.Total) / (b.Total - a.Total);
            return new(Between(a.Log2Price, b.Log2Price), Between(a.Latents, b.Latents), Between(a.Pixels, b.Pixels), []);

            double Between(double from, double to) => from + t * (to - from);
        }

        return null;
    }

    private static WindowRow At(WindowVae net, WindowCrops crops, IReadOnlyList<(int, int, int)> places, double log2Price,
        CancellationToken cancellationToken)
    {
        using IDisposable guard = torch.no_grad();
        using var garbage = new GarbageBetweenSteps();
        torch.manual_seed(Seed);
        double[] sums = new double[4];
        foreach ((int, int, int)[] some in places.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            garbage.Collect();
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor place = torch.arange(crops.Crop * crops.Crop), price = torch.zeros(some.Length) + log2Price / 2;
            (torch.Tensor colours, torch.Tensor latents) = net.Cost(crops.At(some), crops.Border, price,
                place.div(crops.Crop, torch.RoundingMode.floor), place.remainder(crops.Crop), like => torch.rand_like(like));
            foreach ((int i, float sum) in torch.cat([latents.sum().reshape(1), colours.sum([0L])], 0).Values().Index())
                sums[i] += sum;
        }

        double[] means = Array.ConvertAll(sums, s => s / places.Count);
        return new(log2Price, means[0], means[1..].Sum(), means[1..]);
    }
}
