using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>One latent layer z_l: its prior is read off the top-down state h alone; its posterior mean off h and the picture's features
/// at that scale (generalised top-down inference, "Trading Information between Latents in Hierarchical VAEs", section 3).</summary>
/// <param name="Index">Position in coding order, from 0 (coarsest).</param>
/// <param name="Name">Prefix of the parameter names.</param>
/// <param name="Channels">Channels of h.</param>
/// <param name="Latents">Channels of z.</param>
/// <param name="Embedding">Size of the rate embedding.</param>
/// <param name="Winograd">How 3x3 convolutions are computed; see <see cref="ConvolutionSpec"/>.</param>
/// <param name="Shift">Whether blocks have shifts; see <see cref="HvaeBlockSpec"/>.</param>
/// <param name="ExtraPosteriorBlocks">Blocks of the posterior beyond the first.</param>
internal sealed record HvaeLayerSpec(int Index, string Name, int Channels, int Latents, int Embedding, bool Winograd = false,
    bool Shift = false,
    int ExtraPosteriorBlocks = 0)
{
    /// <summary>Refines h for the prior.</summary>
    public HvaeBlockSpec PriorBlock { get; } = new($"{Name}.prior_block", Channels, Embedding, Winograd, Shift);

    /// <summary>h -> (mu_p, log2 sigma_p), Latents channels each.</summary>
    public ConvolutionSpec Prior { get; } = new($"{Name}.prior", Channels, 2 * Latents);

    /// <summary>[h, features] -> Channels.</summary>
    public ConvolutionSpec Join { get; } = new($"{Name}.join", 2 * Channels, Channels);

    /// <summary>Refine the joined state for the posterior, one after the other.</summary>
    public IReadOnlyList<HvaeBlockSpec> PosteriorBlocks { get; } = [.. Enumerable.Range(0, 1 + ExtraPosteriorBlocks)
        .Select(i => new HvaeBlockSpec(i == 0 ? $"{Name}.posterior_block" : $"{Name}.posterior_more.{i - 1}", Channels, Embedding, Winograd,
            Shift))];

    /// <summary>-> mu_q.</summary>
    public ConvolutionSpec Posterior { get; } = new($"{Name}.posterior", Channels, Latents);

    /// <summary>z -> what is added to h.</summary>
    public ConvolutionSpec Merge { get; } = new($"{Name}.merge", Latents, Channels);

    /// <summary>Refines h after the merge.</summary>
    public HvaeBlockSpec MergeBlock { get; } = new($"{Name}.merge_block", Channels, Embedding, Winograd, Shift);
}
