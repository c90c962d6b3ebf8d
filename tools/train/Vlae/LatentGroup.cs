using TorchSharp;

namespace VaeCodec.Train.Vlae;

/// <summary>A group of latents that were drawn, [N, latents] each; scales are log2.</summary>
/// <param name="Z">The latents.</param>
/// <param name="Posterior">Of what they were drawn from.</param>
/// <param name="Prior">Of what they cost.</param>
internal sealed record LatentGroup(torch.Tensor Z, Logistic Posterior, Logistic Prior);

/// <summary>Logistic distributions, one for each element.</summary>
/// <param name="Mean">Of the latents.</param>
/// <param name="Log2Scale">Likewise.</param>
internal sealed record Logistic(torch.Tensor Mean, torch.Tensor Log2Scale);
