using VaeCodec.Inference.Vlae;
using VaeCodec.Models;

namespace VaeCodec.Archives;

/// <summary>Chooses the model of small pictures for a picture of a new archive.</summary>
internal static class ImageModels
{
    /// <summary>A wanted one if it can code the picture; else a default of binary pictures for one of nothing but 0 and 255; else another
    /// default. Null where none can.</summary>
    public static VlaeModel? For(ModelLibrary library, PixelImage image, VlaeModel? wanted)
    {
        if (image.Channels != 1 || image.Width != image.Height || image.Pixels.Length != image.Width * image.Height)
            return null;
        bool isBinary = !image.Pixels.AsSpan().ContainsAnyExcept(byte.MinValue, byte.MaxValue);
        if (wanted is not null && Can(wanted))
            return wanted;
        return library.Released(ModelKind.Vlae).Where(entry => entry.Status == ModelStatus.Default)
            .Select(entry => library.Get(ModelKind.Vlae, entry.Id))
            .Where(Can).OrderByDescending(model => model.Spec.Pixels.IsBinary).FirstOrDefault();

        bool Can(VlaeModel model) => model.Spec.Side == image.Width && (isBinary || !model.Spec.Pixels.IsBinary);
    }
}
