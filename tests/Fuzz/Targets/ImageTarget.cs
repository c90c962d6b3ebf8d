using VaeCodec.Images;

namespace VaeCodec.Fuzz.Targets;

/// <summary>Image files with metadata, read through libvips: an error of a documented kind, or pixels that are read again as they were
/// written.</summary>
internal sealed class ImageTarget : IFuzzTarget
{
    private static readonly ImageFileOptions s_options = new() { MaxPixels = 1 << 14, MaxMetadataBytes = 1 << 20 };

    public string Name => "images";

    public IEnumerable<byte[]> Seeds => from channels in (int[])[1, 3, 4]
                                        from suffix in (string[])[".png", ".jpg", ".webp", ".tif", ".gif"]
                                        select ImageFile.SaveToBytes(Sample(channels), suffix);

    /// <summary>A few pixels with all that a file may say besides; a profile comes from the corpus' files.</summary>
    private static PixelImage Sample(int channels) => new(9, 7, channels,
        [.. Enumerable.Range(0, 9 * 7 * channels).Select(i => (byte)((i * 37) ^ (i >> 3)))])
    {
        Metadata = new()
        {
            Exif = MetadataTarget.Exif,
            Xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/' tiff:Orientation='1'/>"u8.ToArray(),
            Resolution = new(300, 300),
        },
    };

    public byte[] Repair(byte[] input) => PngChecksums.Repair(input);

    public string Run(byte[] input)
    {
        try
        {
            PixelImage image = ImageFile.Load(input, s_options);
            PixelImage back = ImageFile.Load(ImageFile.SaveToBytes(image with { Metadata = ImageMetadata.None }, ".png"), s_options);
            return back.Pixels.AsSpan().SequenceEqual(image.Pixels) && back.Width == image.Width && back.Channels == image.Channels
                ? $"{image.Channels} channels" : throw new BrokenPromiseException("what was written is read otherwise");
        }
        catch (VaeCodecException e) when (e.Kind is VaeCodecErrorKind.LimitExceeded or VaeCodecErrorKind.BadImage)
        {
            return e.Kind.ToString();
        }
        catch (Exception e) when (e is not BrokenPromiseException)
        {
            throw new BrokenPromiseException($"{e.GetType().Name}: {e.Message}", e);
        }
    }
}
