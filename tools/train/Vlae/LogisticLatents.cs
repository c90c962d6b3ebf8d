using TorchSharp;

namespace VaeCodec.Train.Vlae;

/// <summary>Latents of logistic distributions, which have the closed cumulative distribution that bits-back coding wants (Kingma, Abbeel
/// and Ho 2019, Bit-Swap, arXiv:1905.06845, section 4.2): as densities, and in the bins that are coded.</summary>
internal static class LogisticLatents
{
    /// <summary>Bins of equal mass under the logistic distribution of mean 0 and scale 1: what bits-back codes.</summary>
    public const int Bins = 4096;

    private const double Edge = 1e-6, LeastMass = 1.0 / (1L << 60);
    private static readonly double s_ln2 = Math.Log(2);

    /// <summary>A sample by the inverse of the distribution.</summary>
    /// <param name="distribution">Of the sample.</param>
    /// <param name="uniform">Numbers in [0, 1) in the shape of its argument.</param>
    public static torch.Tensor Draw(Logistic distribution, Func<torch.Tensor, torch.Tensor> uniform)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        ArgumentNullException.ThrowIfNull(uniform);
        torch.Tensor u = uniform(distribution.Mean).clamp((Scalar)Edge, (Scalar)(1 - Edge));
        return distribution.Mean + distribution.Log2Scale.exp2() * Logit(u);
    }

    /// <summary>The same, moved to the middle of its bin: what a bits-back decoder finds.</summary>
    public static torch.Tensor DrawBin(Logistic distribution, Func<torch.Tensor, torch.Tensor> uniform)
        => Logit(((Draw(distribution, uniform).sigmoid() * Bins).floor().clamp((Scalar)0, (Scalar)(Bins - 1)) + 0.5) * (1.0 / Bins));

    /// <summary>log2 of the density, an element each.</summary>
    public static torch.Tensor Log2Density(torch.Tensor z, Logistic distribution)
    {
        ArgumentNullException.ThrowIfNull(z);
        ArgumentNullException.ThrowIfNull(distribution);
        torch.Tensor t = (z - distribution.Mean) * (-distribution.Log2Scale).exp2();
        return (torch.nn.functional.logsigmoid(t) + torch.nn.functional.logsigmoid(-t)) * (1 / s_ln2) - distribution.Log2Scale;
    }

    /// <summary>log2 of the mass of the bin whose middle z is, an element each.</summary>
    public static torch.Tensor Log2Mass(torch.Tensor z, Logistic distribution)
    {
        ArgumentNullException.ThrowIfNull(z);
        ArgumentNullException.ThrowIfNull(distribution);
        torch.Tensor x = Double(z), mean = Double(distribution.Mean), inverse = (-Double(distribution.Log2Scale)).exp2();
        torch.Tensor sign = torch.where(x > mean, -torch.ones_like(x), torch.ones_like(x)); // from the side of the tail, for precision
        torch.Tensor bin = (x.sigmoid() * Bins - 0.5).round(), high = EdgeAt(bin + 1), low = EdgeAt(bin);
        return (high - low).abs().clamp_min((Scalar)LeastMass).log2().@float();

        torch.Tensor EdgeAt(torch.Tensor edge) => (sign * (Logit(edge * (1.0 / Bins)) - mean) * inverse).sigmoid();
    }

    private static torch.Tensor Logit(torch.Tensor u) => u.log() - (-u).log1p();

    private static torch.Tensor Double(torch.Tensor x) => x.to(torch.ScalarType.Float64);
}
