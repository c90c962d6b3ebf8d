using TorchSharp;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Network;

/// <summary>What a pass over a batch costs.</summary>
/// <param name="Picture">The reconstruction [N, 3, H, W], not clamped.</param>
/// <param name="SquaredError">Mean squared error per sample [N], pixels in [0, 1].</param>
/// <param name="BitsPerPixel">Rates [N, layers].</param>
/// <param name="SentBitsPerPixel">Likewise, of <see cref="LatentSteps.SentBits"/>.</param>
internal sealed record RateDistortion(torch.Tensor Picture, torch.Tensor SquaredError, torch.Tensor BitsPerPixel,
    torch.Tensor? SentBitsPerPixel)
{
    /// <summary>Encodes and decodes a batch.</summary>
    /// <param name="engine">Runs the network.</param>
    /// <param name="picture">[N, 3, H, W] in [0, 1], sides multiples of the coarsest stride.</param>
    /// <param name="log2Beta">[N, layers].</param>
    /// <param name="latents">Makes the latent step from the layers' log2 steps.</param>
    public static RateDistortion Measure(TorchEngine engine, torch.Tensor picture, torch.Tensor log2Beta,
        Func<torch.Tensor[], LatentSteps> latents)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(latents);
        HvaeNetwork network = engine.Parameters.Network;
        LatentSteps steps = latents(engine.Condition(log2Beta));
        torch.Tensor h = network.TopDown(engine, network.Analyse(engine, picture), steps);
        torch.Tensor y = network.Synthesise(engine, h), bits = steps.Bits;
        torch.Tensor? sentBits = steps.SentBits;
        long[] shape = picture.shape;
        double perPixel = 1.0 / (shape[2] * shape[3]);
        return new(y, (y - picture).square().mean([1, 2, 3]), bits * perPixel, sentBits is null ? null : sentBits * perPixel);
    }

    /// <summary>The training loss: D + sum over l of beta_l R_l, each sample divided by the geometric mean of beta^(1/2), so that no rate
    /// dominates the gradient; mean over the samples.</summary>
    public torch.Tensor Loss(torch.Tensor log2Beta)
    {
        ArgumentNullException.ThrowIfNull(log2Beta);
        torch.Tensor scale = (log2Beta.mean([1]) * -0.5).exp2();
        return ((SquaredError + (log2Beta.exp2() * BitsPerPixel).sum([1])) * scale).mean();
    }
}
