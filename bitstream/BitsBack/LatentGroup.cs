namespace VaeCodec.Bitstream.BitsBack;

/// <summary>What the prior of a group of latents is.</summary>
internal enum LatentPrior
{
    /// <summary>The bins' own, under which they are all equal: the logistic distribution of mean 0 and scale 1.</summary>
    Uniform,

    /// <summary>Known when the groups above are.</summary>
    Conditional,

    /// <summary>Known, latent by latent, when the groups above and the latents before are.</summary>
    Autoregressive,
}

/// <summary>Latents that are drawn together.</summary>
/// <param name="Latents">How many, 1 at least.</param>
/// <param name="Prior">What their prior is.</param>
internal sealed record LatentGroup(int Latents, LatentPrior Prior = LatentPrior.Uniform);
