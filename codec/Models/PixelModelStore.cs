using VaeCodec.Inference.PixelCnn;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Models;

/// <summary>The pixel networks that ship with the codec.</summary>
internal static class PixelModelStore
{
    private static readonly PackagedNetworks<PixelCnnModel> s_networks = new("pixel", file =>
    {
        PixelCnnWeights weights = PixelCnnWeights.Parse(file);
        return (weights.Id, new(weights));
    }, ModelStore.Folder);

    /// <summary>The network that new files are written with.</summary>
    public static PixelCnnModel Default => s_networks.Default;

    /// <summary>The network of an id.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: it is not at hand.</exception>
    public static PixelCnnModel Get(uint id)
        => s_networks.Get(id, "the pixels need network", "ask for layers to get the picture without it, or update");
}
