using VaeCodec.Inference;
using VaeCodec.Networks;

namespace VaeCodec.Pipeline;

/// <summary>The models of small pictures that ship with the codec.</summary>
internal static class ImageModelStore
{
    private static readonly PackagedNetworks<VlaeModel> s_networks = new("image", file =>
    {
        VlaeWeights weights = VlaeWeights.Parse(file);
        return (weights.Id, new(weights));
    });

    /// <summary>The model that new archives are written with.</summary>
    public static VlaeModel Default => s_networks.Default;

    /// <summary>The model of an id.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: it is not at hand.</exception>
    public static VlaeModel Get(uint id) => s_networks.Get(id, "the archive's small pictures were coded with model", "update");
}
