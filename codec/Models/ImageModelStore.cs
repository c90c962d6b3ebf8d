using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Models;

/// <summary>The models of small pictures in a folder of weights. Its manifest lists them under <c>image_models</c>, and names that of pictures of any grays under
/// <c>image_default</c> and, where there is one, that of pictures of nothing but 0 and 255 under <c>image_default_binary</c>.</summary>
/// <param name="folder">The folder.</param>
internal sealed class ImageModelStore(string folder)
{
    private readonly PackagedNetworks<VlaeModel> _networks = new("image", file =>
    {
        VlaeWeights weights = VlaeWeights.Parse(file);
        return (weights.Id, new(weights));
    }, folder);

    /// <summary>Those that ship with the codec.</summary>
    public static ImageModelStore Packaged { get; } = new(ModelStore.Folder);

    /// <summary>The model of an id.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: it is not at hand.</exception>
    public VlaeModel Get(uint id) => _networks.Get(id, "the archive's small pictures were coded with model", "update");

    /// <summary>The model of a name or hash.</summary>
    /// <exception cref="VaeCodecException">BadArgument: there is none.</exception>
    public VlaeModel Choose(string wanted) => _networks.Choose(wanted);

    /// <summary>Name and id, for people.</summary>
    public ModelId Describe(uint id) => _networks.Describe(id);

    /// <summary>The model that codes a picture's pixels in a new archive: a wanted one if it can; else that of binary pictures; else the default. Null where
    /// none can.</summary>
    public VlaeModel? For(PixelImage image, VlaeModel? wanted)
    {
        if (image.Channels != 1 || image.Width != image.Height || image.Pixels.Length != image.Width * image.Height)
            return null;
        bool isBinary = !image.Pixels.AsSpan().ContainsAnyExcept(byte.MinValue, byte.MaxValue);
        if (Can(wanted))
            return wanted;
        if (isBinary && _networks.DefaultIn("binary") is { } binary && Can(binary))
            return binary;
        return Can(_networks.Default) ? _networks.Default : null;

        bool Can(VlaeModel? model) => model is not null && model.Spec.Side == image.Width && (isBinary || !model.Spec.Pixels.IsBinary);
    }
}
