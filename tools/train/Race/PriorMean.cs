using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Race;

/// <summary>A latent step that costs next to nothing, so that the network alone is timed: every latent is its prior's mean.</summary>
internal sealed class PriorMean<TTensor>(bool wantsPosterior, Func<HvaeLayerSpec, TTensor, TTensor> mean) : ILatentLayerHandler<TTensor>
{
    public bool WantsPosterior(HvaeLayerSpec layer) => wantsPosterior;

    public TTensor Resolve(HvaeLayerSpec layer, TTensor prior, TTensor? posterior) => mean(layer, prior);
}
