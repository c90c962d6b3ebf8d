namespace VaeCodec.Networks.Hvae;

/// <summary>What happens at a latent layer: noise in training, quantisation in an encoder, decoding in a decoder.</summary>
internal interface ILatentLayerHandler<TTensor>
{
    /// <summary>Gives z [N, Latents, H, W], in the units of the network (not of the quantisation step).</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="prior">[N, 2 * Latents, H, W]: mu_p, then log2 sigma_p. The handler may overwrite it.</param>
    /// <param name="posterior">[N, Latents, H, W]: mu_q; default where there is no picture.</param>
    TTensor Resolve(HvaeLayerSpec layer, TTensor prior, TTensor? posterior);

    /// <summary>False once no further layer is to be computed with its posterior: the rest stays at the prior's mean.</summary>
    bool WantsPosterior(HvaeLayerSpec layer);
}
