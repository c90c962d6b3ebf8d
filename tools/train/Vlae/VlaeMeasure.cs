using System.Text.Json.Serialization;
using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>What pictures cost in the mean: -ELBO by one sample each.</summary>
/// <param name="Total">Bits per picture.</param>
/// <param name="Nats">The same in nats.</param>
/// <param name="PerPixel">Bits per pixel.</param>
/// <param name="Pixels">Bits of a picture's pixels.</param>
/// <param name="Latents">Bits of its latents.</param>
/// <param name="Groups">Of each group of them, top first.</param>
/// <param name="Coded">Bits per picture with latents in the bins of bits-back coding; null where that was not asked for.</param>
internal sealed record VlaeMeasure(
    [property: JsonPropertyName("bits_per_picture")] double Total,
    [property: JsonPropertyName("nats_per_picture")] double Nats,
    [property: JsonPropertyName("bits_per_dim")] double PerPixel,
    [property: JsonPropertyName("pixel_bits")] double Pixels,
    [property: JsonPropertyName("latent_bits")] double Latents,
    [property: JsonPropertyName("group_bits")] IReadOnlyList<double> Groups,
    [property: JsonPropertyName("coded"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Coded)
{
    private const int Seed = 2, Batch = 100;

    /// <summary>Measures pictures; the same ones give the same numbers.</summary>
    /// <param name="net">Not in training.</param>
    /// <param name="pictures">0 to 255, [N, 1, side, side].</param>
    /// <param name="coded">Whether bits-back coding's bins are measured, too.</param>
    /// <param name="cancellationToken">Takes effect between batches.</param>
    public static VlaeMeasure Of(VlaeNetwork net, torch.Tensor pictures, bool coded = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(pictures);
        using IDisposable guard = torch.no_grad();
        torch.manual_seed(Seed);
        int pixels = net.Spec.Side * net.Spec.Side;
        double[] sums = new double[1 + net.Spec.Groups.Count];
        double inBins = 0;
        using var garbage = new GarbageBetweenSteps();
        for (long at = 0; at < pictures.shape[0]; at += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            garbage.Collect();
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor batch = pictures.narrow(0, at, Math.Min(Batch, pictures.shape[0] - at)), all = torch.arange(pixels);
            foreach ((int i, float bits) in Sums(VlaeCost.Of(net, batch, all, like => torch.rand_like(like))).Index())
                sums[i] += bits;
            if (coded)
                inBins += Sums(VlaeCost.Of(net, batch, all, like => torch.rand_like(like), coded: true)).Sum(v => (double)v);
        }

        double count = pictures.shape[0], total = sums.Sum() / count;
        double[] groups = [.. sums.Skip(1).Select(s => s / count)];
        return new(total, total * Math.Log(2), total / pixels, sums[0] / count, groups.Sum(), groups, coded ? inBins / count : null);
    }

    // Of the pixels, then of each group.
    private static float[] Sums(VlaeCost cost)
        => torch.cat([cost.Pixels.to(torch.ScalarType.Float64).sum().reshape(1),
            cost.Latents.to(torch.ScalarType.Float64).sum([0L])], 0).Values();
}
