using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>What a step makes smaller: pixels, and the latents at their price.</summary>
/// <param name="Betas">Price of each group, top first (Xiao and Bamler 2023, arXiv:2302.04855: the last is their beta_1, the one before
/// beta_2).</param>
/// <param name="FreeBits">What each group costs nothing of, in the mean over a step's pictures (Kingma et al. 2016, arXiv:1606.04934,
/// appendix C.8, with a group as the subset).</param>
/// <param name="WarmUp">Share of the run over which the price of all rises to its full value.</param>
internal sealed record VlaeObjective(IReadOnlyList<double> Betas, IReadOnlyList<double> FreeBits, double WarmUp)
{
    private const double LeastPrice = 0.02;

    /// <summary>Share of the full price at a share of the run.</summary>
    public double Price(double fraction) => Math.Min(1, LeastPrice + (1 - LeastPrice) * fraction / WarmUp);

    /// <summary>Bits per picture.</summary>
    /// <param name="cost">Of the pictures.</param>
    /// <param name="kept">Share of the steps in which each of the pixels is looked at, [m].</param>
    /// <param name="price">From <see cref="Price"/>.</param>
    /// <returns>The objective; then the pixels' mean and each group's, [1 + groups], without gradient.</returns>
    public (torch.Tensor Loss, torch.Tensor Parts) Of(VlaeCost cost, torch.Tensor kept, double price)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(kept);
        torch.Tensor pixels = (cost.Pixels.@float() / kept).sum([1L]).mean(), latents = cost.Latents.mean([0L]);
        torch.Tensor paid = (Vector(Betas) * torch.maximum(latents, Vector(FreeBits))).sum();
        return (pixels + paid * price, torch.cat([pixels.detach().reshape(1), latents.detach()], 0));
    }

    private static torch.Tensor Vector(IReadOnlyList<double> values)
        => TensorValues.Tensor([.. values.Select(v => (float)v)], values.Count);
}
