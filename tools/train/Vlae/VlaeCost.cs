using TorchSharp;

namespace VaeCodec.Train.Vlae;

/// <summary>What pictures cost: -ELBO by one sample each, in bits.</summary>
/// <param name="Pixels">Of each picture's pixels, [N, m].</param>
/// <param name="Latents">Of each picture's groups of latents, [N, groups].</param>
internal sealed record VlaeCost(torch.Tensor Pixels, torch.Tensor Latents)
{
    /// <summary>Codes some pixels of pictures.</summary>
    /// <param name="net">In training or not: that decides about normalisation and limits.</param>
    /// <param name="pictures">0 to 255, [N, 1, side, side].</param>
    /// <param name="at">Flat indices of pixels, [m].</param>
    /// <param name="uniform">Numbers in [0, 1) in the shape of its argument.</param>
    /// <param name="coded">Whether latents are drawn and rated in the bins of bits-back coding.</param>
    public static VlaeCost Of(VlaeNetwork net, torch.Tensor pictures, torch.Tensor at, Func<torch.Tensor, torch.Tensor> uniform,
        bool coded = false)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(pictures);
        torch.Tensor x = VlaeNetwork.Values(pictures);
        IReadOnlyList<LatentGroup> groups = net.Latents(net.Encode(x),
            q => coded ? LogisticLatents.DrawBin(q, uniform) : LogisticLatents.Draw(q, uniform));
        torch.Tensor parameters = net.Pixels.Parameters(x, net.Features(groups.Select(g => g.Z)), at);
        torch.Tensor values = pictures.flatten(1).index_select(1, at).reshape(-1).@float();
        return new(net.Pixels.Bits(parameters, values).view(x.shape[0], -1), torch.stack([.. groups.Select(g => Bits(g, coded))], 1));
    }

    private static torch.Tensor Bits(LatentGroup group, bool coded)
        => (Measure(group.Posterior, coded, group.Z) - Measure(group.Prior, coded, group.Z)).sum([1L]);

    private static torch.Tensor Measure(Logistic distribution, bool coded, torch.Tensor z)
        => coded ? LogisticLatents.Log2Mass(z, distribution) : LogisticLatents.Log2Density(z, distribution);
}
