using System.Numerics;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.PixelFormats;

namespace VaeCodec.ImageSharp;

/// <summary>Moves pixels between images and pictures, a row at a time and once: ImageSharp converts on the way.</summary>
internal static class PixelTransfer
{
    /// <summary>The first frame as it lies, with its profiles.</summary>
    public static PixelImage ToPicture<TPixel>(Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        (int width, int height, int channels) = (image.Width, image.Height, ChannelsOf<TPixel>());
        byte[] pixels = new byte[checked(width * height * channels)];
        PixelOperations<TPixel> operations = PixelOperations<TPixel>.Instance;
        Configuration configuration = image.GetConfiguration();
        image.ProcessPixelRows(accessor =>
        {
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<TPixel> row = accessor.GetRowSpan(y);
                Span<byte> bytes = pixels.AsSpan(y * width * channels, width * channels);
                switch (channels)
                {
                    case 1: operations.ToL8Bytes(configuration, row, bytes, width); break;
                    case 2: operations.ToLa16Bytes(configuration, row, bytes, width); break;
                    case 3: operations.ToRgb24Bytes(configuration, row, bytes, width); break;
                    default: operations.ToRgba32Bytes(configuration, row, bytes, width); break;
                }
            }
        });
        return new(width, height, channels, pixels) { Metadata = Profiles.Of(image.Metadata) };
    }

    /// <summary>An image of the picture's own type.</summary>
    public static Image ToImage(PixelImage picture, Configuration configuration) => picture.Channels switch
    {
        1 => ToImage<L8>(picture, configuration),
        2 => ToImage<La16>(picture, configuration),
        3 => ToImage<Rgb24>(picture, configuration),
        _ => ToImage<Rgba32>(picture, configuration),
    };

    /// <summary>An image of any type.</summary>
    public static Image<TPixel> ToImage<TPixel>(PixelImage picture, Configuration configuration)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        (int width, int channels) = (picture.Width, picture.Channels);
        var image = new Image<TPixel>(configuration, width, picture.Height);
        PixelOperations<TPixel> operations = PixelOperations<TPixel>.Instance;
        image.ProcessPixelRows(accessor =>
        {
            for (int y = 0; y < accessor.Height; y++)
            {
                ReadOnlySpan<byte> bytes = picture.Pixels.AsSpan(y * width * channels, width * channels);
                Span<TPixel> row = accessor.GetRowSpan(y);
                switch (channels)
                {
                    case 1: operations.FromL8Bytes(configuration, bytes, row, width); break;
                    case 2: operations.FromLa16Bytes(configuration, bytes, row, width); break;
                    case 3: operations.FromRgb24Bytes(configuration, bytes, row, width); break;
                    default: operations.FromRgba32Bytes(configuration, bytes, row, width); break;
                }
            }
        });
        Profiles.Put(picture.Metadata, image.Metadata);
        return image;
    }

    /// <summary>Told by what a type keeps of a transparent red: ImageSharp says of few types whether they have alpha, and of none whether
    /// it is gray.</summary>
    private static int ChannelsOf<TPixel>()
        where TPixel : unmanaged, IPixel<TPixel>
    {
        TPixel pixel = default;
        pixel.FromVector4(new Vector4(1, 0, 0, 0));
        Vector4 kept = pixel.ToVector4();
        bool isGray = kept.X == kept.Y && kept.Y == kept.Z, hasAlpha = kept.W == 0;
        return (isGray ? 1 : 3) + (hasAlpha ? 1 : 0);
    }
}
