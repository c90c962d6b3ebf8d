using VaeCodec.Networks;

namespace VaeCodec.Bench.Speed;

/// <summary>A latent step that costs next to nothing, so that the network alone is timed: every latent is its prior's mean.</summary>
internal sealed class PriorMean<TTensor>(bool wantsPosterior, Func<LatentLayerSpec, TTensor, TTensor> mean) : ILatentStep<TTensor>
{
    public bool WantsPosterior(LatentLayerSpec layer) => wantsPosterior;

    public TTensor Resolve(LatentLayerSpec layer, TTensor prior, TTensor? posterior) => mean(layer, prior);
}
