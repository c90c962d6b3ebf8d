using System.Diagnostics;
using VaeCodec.Images;
using VaeCodec.Server.Caching;
using VaeCodec.Server.Telemetry;
using VaeCodec.Store;

namespace VaeCodec.Server.Pictures;

/// <summary>Makes the files that are asked for, or finds them where they have been made before.</summary>
internal sealed class VariantMaker(IPictureStore store, ServeOptions options, PictureCache cache, WorkGate gate)
{
    /// <summary>A file of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="suffix">Its format.</param>
    /// <param name="variant">Its size.</param>
    /// <param name="tag">What tells it from all others, of this picture and of any.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<byte[]> MakeAsync(StoredPicture picture, string suffix, Variant variant, string tag,
        CancellationToken cancellationToken)
    {
        if (variant.IsWhole && suffix == picture.Format)
            return await store.ReadAsync(picture.Id, cancellationToken).ConfigureAwait(false);
        if (cache.FindFile(tag) is { } made)
            return made;
        using IDisposable turn = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (cache.FindFile(tag) is { } madeMeanwhile)
            return madeMeanwhile;
        using Activity? span = ServerTelemetry.Begin("make");
        long start = Stopwatch.GetTimestamp();
        PixelImage image = await DecodeAsync(picture, variant, cancellationToken).ConfigureAwait(false);
        byte[] file = await Task.Run(() => Encode(picture, image, suffix, variant, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        cache.AddFile(tag, file);
        ServerTelemetry.Made(suffix, Stopwatch.GetElapsedTime(start));
        return file;
    }

    private async Task<PixelImage> DecodeAsync(StoredPicture picture, Variant variant, CancellationToken cancellationToken)
    {
        bool isVaec = picture.Format == ".vaec";
        if (variant.Layers is not null && !isVaec)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, "the picture is kept as its original, which has no layers");
        int scale = isVaec ? variant.ScaleOf(picture) : 1;
        string tag = EntityTags.Of(picture, $"pixels/{scale}/{variant.Layers}");
        if (cache.FindPicture(tag) is { } known)
            return known;
        PixelImage image = await store.GetPixelsAsync(picture.Id, new()
        {
            Scale = scale,
            Layers = variant.Layers,
            MaxPixels = options.MaxPixels,
            MaxWork = options.MaxWork,
            ModelsFolder = options.Models,
        }, cancellationToken: cancellationToken).ConfigureAwait(false);
        await cache.AddPictureAsync(tag, image, cancellationToken).ConfigureAwait(false);
        return image;
    }

    private byte[] Encode(StoredPicture picture, PixelImage image, string suffix, Variant variant, CancellationToken cancellationToken)
    {
        (int width, int height) = variant.SizeOf(picture);
        if (variant.Width is not null || variant.Height is not null)
        {
            image = ImageResize.To(image, width, height, variant.Fit == Fit.Cover, cancellationToken) with
            {
                // What is shown small needs its colours; where it was taken is told by the whole picture alone.
                Metadata = new() { Icc = image.Metadata.Icc },
            };
        }

        if (suffix == ".vaec")
            return new VaeEncoder(store.Policy.Encoder with { ModelsFolder = options.Models, MaxPixels = options.MaxPixels })
                .Encode(image, cancellationToken: cancellationToken).Bytes;
        return ImageFile.SaveToBytes(image, suffix, new() { Quality = QualityOf(suffix, picture.Mode) });
    }

    /// <summary>Exact pictures stay so in WebP, which is smaller than PNG.</summary>
    private static int? QualityOf(string suffix, StoredMode mode) => suffix switch
    {
        ".jpg" or ".jpeg" => 90,
        ".webp" => mode == StoredMode.Exact ? null : 85,
        ".avif" => 70,
        _ => null,
    };
}
