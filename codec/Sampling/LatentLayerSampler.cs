using VaeCodec.Inference.Tensors;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Sampling;

/// <summary>At each latent layer: the first ones are a file's, the rest is drawn.</summary>
/// <param name="file">Decodes a file's latents.</param>
/// <param name="layers">How many layers are the file's.</param>
/// <param name="random">Decodes random bits.</param>
internal sealed class LatentLayerSampler(LatentLayerDecoder? file, int layers, LatentLayerDecoder random) : ILatentLayerHandler<Tensor>
{
    public bool WantsPosterior(HvaeLayerSpec layer) => false;

    public Tensor Resolve(HvaeLayerSpec layer, Tensor prior, Tensor? posterior)
        => (layer.Index < layers ? file! : random).Resolve(layer, prior, posterior);
}
