using TorchSharp;
using VaeCodec.Networks.Vlae;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Vlae;

/// <summary>An image model for training: what bitstream/ARCHIVE.md defines, on libtorch. Groups of latents from the top down, each with a
/// logistic posterior and a logistic prior; a decoder; a small network for every pixel (Variational Lossy Autoencoder, Chen et al. 2017,
/// arXiv:1611.02731; the spec names the others). Scales are log2; values of pixels (v - 128) / 32.</summary>
internal sealed class VlaeNetwork : Module
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>Random parameters, as libtorch's generator draws them.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="normalisation">Of the hidden layers of all chains.</param>
    /// <param name="stack">The dilations of <see cref="StackedDecoder"/>; null for the decoder that the codec has.</param>
    /// <param name="bf16">Whether convolutions and hidden layers are in bfloat16.</param>
    public VlaeNetwork(VlaeSpec spec, Normalisation normalisation = Normalisation.None, IReadOnlyList<int>? stack = null, bool bf16 = false)
        : base(nameof(VlaeNetwork))
    {
        ArgumentNullException.ThrowIfNull(spec);
        (Spec, Bf16) = (spec, bf16);
        register_module("encoder", Encoder = new(spec.EncoderLayers, normalisation));
        register_module("decoder", Decoder = new(spec.DecoderLayers, normalisation));
        Posteriors = [.. spec.Groups.Select((_, g) => new Chain(spec.PosteriorLayers(g), normalisation))];
        Priors = [.. spec.Groups.Select((_, g) => new Chain(spec.PriorLayers(g), normalisation))];
        register_module("posteriors", ModuleList([.. Posteriors]));
        register_module("priors", ModuleList([.. Priors]));
        register_module("pixels", Pixels = stack is null ? new PixelDecoder(spec.Pixels, spec.Side) { Bf16 = bf16 }
            : new StackedDecoder(spec.Pixels, spec.Side, stack) { Bf16 = bf16 });
        for (int g = 0; g < spec.Groups.Count; g++)
        {
            int above = spec.LatentsOf(g).Start.Value;
            if (spec.Groups[g].IsAutoregressive)
                Priors[g].MaskAutoregressive(above, spec.Groups[g].Latents);
            if (spec.Groups[g].IsLadder && above > 0)
                Posteriors[g].HideInputs(spec.EncoderOutputs); // what is above comes in through the prior alone
        }
    }

    /// <summary>Sizes.</summary>
    public VlaeSpec Spec { get; }

    /// <summary>Whether convolutions and hidden layers are in bfloat16.</summary>
    public bool Bf16 { get; }

    /// <summary>From pictures.</summary>
    public Chain Encoder { get; }

    /// <summary>To features.</summary>
    public Chain Decoder { get; }

    /// <summary>Of each group; without layers where the encoder's output is the posterior.</summary>
    public IReadOnlyList<Chain> Posteriors { get; }

    /// <summary>Of each group; without layers where the prior is the logistic distribution of mean 0 and scale 1.</summary>
    public IReadOnlyList<Chain> Priors { get; }

    /// <summary>The pixels' distributions.</summary>
    public PixelDecoder Pixels { get; }

    /// <summary>All chains.</summary>
    public IEnumerable<Chain> Chains => [Encoder, Decoder, .. Posteriors, .. Priors];

    /// <summary>Pictures as the network takes them.</summary>
    /// <param name="pictures">0 to 255, any shape.</param>
    public static torch.Tensor Values(torch.Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return (pictures.@float() - 128.0) * (1 / 32.0);
    }

    /// <summary>What posteriors are made of, [N, outputs].</summary>
    /// <param name="x">[N, 1, side, side].</param>
    public torch.Tensor Encode(torch.Tensor x) => Encoder.Run(Hidden(x)).flatten(1).@float();

    /// <summary>Latents with their distributions, from the top down.</summary>
    /// <param name="encoded">From <see cref="Encode"/>.</param>
    /// <param name="draw">Makes latents of their posterior; called in the order in which they are coded.</param>
    public IReadOnlyList<LatentGroup> Latents(torch.Tensor encoded, Func<Logistic, torch.Tensor> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        return Spec.InfersUpwards ? Upwards(encoded, draw) : Downwards(encoded, draw);
    }

    /// <summary>Three features for every pixel, [N, 3, side, side].</summary>
    /// <param name="latents">Of all groups, [N, latents] each.</param>
    public torch.Tensor Features(IEnumerable<torch.Tensor> latents)
    {
        torch.Tensor z = torch.cat([.. latents], 1);
        z = z.narrow(1, Spec.DecoderLatents.Start.Value, Spec.Latents - Spec.DecoderLatents.Start.Value);
        return Decoder.Run(Hidden(z).unsqueeze(2).unsqueeze(3));
    }

    private List<LatentGroup> Downwards(torch.Tensor encoded, Func<Logistic, torch.Tensor> draw)
    {
        var groups = new List<LatentGroup>();
        for (int g = 0; g < Spec.Groups.Count; g++)
        {
            torch.Tensor[] above = [.. groups.Select(group => group.Z)];
            Logistic posterior = Posterior(g, [encoded, .. above]);
            if (Spec.Groups[g].IsLadder)
                posterior = Weighed(posterior, Prior(g, above, posterior.Mean));
            torch.Tensor z = draw(posterior);
            groups.Add(new(z, posterior, Prior(g, above, z)));
        }

        return groups;
    }

    // Bit-Swap's Markov chain: q(z_last | x), then q(z_i | z_(i+1)); p(z_i | z_(i-1)).
    private List<LatentGroup> Upwards(torch.Tensor encoded, Func<Logistic, torch.Tensor> draw)
    {
        int count = Spec.Groups.Count;
        var z = new torch.Tensor[count];
        var posteriors = new Logistic[count];
        for (int g = count - 1; g >= 0; g--)
        {
            posteriors[g] = Posterior(g, [g == count - 1 ? encoded : z[g + 1]]);
            z[g] = draw(posteriors[g]);
        }

        return [.. Enumerable.Range(0, count).Select(g => new LatentGroup(z[g], posteriors[g], Prior(g, g == 0 ? [] : [z[g - 1]], z[g])))];
    }

    // By precision (Ladder VAE, Sonderby et al. 2016, arXiv:1602.02282, section 2).
    private static Logistic Weighed(Logistic posterior, Logistic prior)
    {
        torch.Tensor share = ((prior.Log2Scale - posterior.Log2Scale) * (2 * Ln2)).sigmoid(); // 1 / (1 + 4^(sq - sp))
        return new(prior.Mean + share * (posterior.Mean - prior.Mean), posterior.Log2Scale + share.log2() * 0.5);
    }

    private Logistic Posterior(int group, torch.Tensor[] seen)
        => Split(Posteriors[group].Layers.Count == 0 ? seen[0] : Posteriors[group].RunDense(Hidden(torch.cat(seen, 1))),
            limited: Spec.StoredGroups is not null);

    // z is the group itself, of which an autoregressive prior sees for each latent those before.
    private Logistic Prior(int group, torch.Tensor[] above, torch.Tensor z)
    {
        if (Priors[group].Layers.Count == 0)
            return new(torch.zeros_like(z), torch.zeros_like(z));
        torch.Tensor seen = torch.cat(Spec.Groups[group].IsAutoregressive ? [.. above, z] : above, 1);
        return Split(Priors[group].RunDense(Hidden(seen)), limited: true);
    }

    private static Logistic Split(torch.Tensor v, bool limited)
    {
        torch.Tensor[] parts = v.@float().chunk(2, 1);
        return new(limited ? parts[0].clamp((Scalar)(-VlaeSpec.MostMean), (Scalar)VlaeSpec.MostMean) : parts[0],
            parts[1].clamp((Scalar)VlaeSpec.LowestLog2Scale, (Scalar)VlaeSpec.HighestLog2Scale));
    }

    private torch.Tensor Hidden(torch.Tensor x) => x.to(Bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);
}
