using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Training pictures of the pixel network: photographs scaled down (what is left of JPEG's blocks would teach it noise that no
/// camera makes), most of them weathered, each with what the flagship decodes of it at a random rate.</summary>
/// <param name="flagship">Its parameters, which ask for no gradients.</param>
/// <param name="seed">Of everything random.</param>
internal sealed class PixelPictures(TorchParameters flagship, ulong seed)
{
    /// <summary>Sides of the pictures are multiples of it.</summary>
    public const int Multiple = 64;

    private const int LargestCrop = 256;
    private const double LeastScale = 1.5, HeldOutScale = 2;
    private const double CoarsestShare = 0.4, MirroredShare = 0.5, WeatheredShare = 0.65, GrayShare = 0.05;

    /// <summary>A training picture: a crop of at most 256 x 256 of a photograph made 1.5 to 3 times smaller. The coarsest base, which is
    /// the codec's default, comes more often than others.</summary>
    public PixelPicture Training(Photo photo, int index)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var random = new CounterRandom(seed, CounterRandom.Stream.PixelPictures, index);
        double factor = Math.Min(LeastScale * Math.Pow(2, random.NextDouble()), photo.ShorterSide / (double)Multiple);
        Photo small = Scaled(photo, factor, ResamplingFilter.All[random.NextInt(ResamplingFilter.All.Count)]);
        Photo crop = Crop(small, random.NextDouble(), random.NextDouble(), random.NextDouble() < MirroredShare);
        if (random.NextDouble() < WeatheredShare)
            crop = Weathering.Apply(crop, random);
        if (random.NextDouble() < GrayShare)
            crop = Gray(crop);
        return Coded(crop, random.NextDouble() < CoarsestShare ? 1 : random.NextDouble());
    }

    /// <summary>A held-out picture: the middle of a photograph made half as large.</summary>
    public static Photo HeldOut(Photo photo) => Crop(Scaled(photo, HeldOutScale, ResamplingFilter.Cubic), 0.5, 0.5, mirrored: false);

    /// <summary>The same, weathered: every picture in its own way, in each run alike.</summary>
    public static Photo Weathered(Photo heldOut, int index)
        => Weathering.Apply(heldOut, new CounterRandom(1, CounterRandom.Stream.HeldOut, index));

    /// <summary>A picture with what the flagship decodes of it.</summary>
    /// <param name="photo">Sides multiples of <see cref="Multiple"/>.</param>
    /// <param name="position">Of the rate multiplier in the trained range, 0 to 1.</param>
    public PixelPicture Coded(Photo photo, double position)
    {
        ArgumentNullException.ThrowIfNull(photo);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        HvaeSpec spec = flagship.Network.Spec;
        var range = RateRange.Of(spec);
        float[] rates = [.. Enumerable.Repeat((float)(range.Log2Low + (range.Log2High - range.Log2Low) * position), spec.Layers)];
        RateDistortion result = RateDistortion.Measure(new(flagship),
            TrainingBatch.ToPicture(photo.Rgb, 1, photo.Height, photo.Width, "cpu"), TensorValues.Tensor(rates, 1, spec.Layers),
            steps => new QuantisedLatents(spec, steps));
        torch.Tensor bytes = (result.Picture.clamp((Scalar)0, (Scalar)1) * 255).round().to(torch.ScalarType.Byte);
        float bits = result.BitsPerPixel.sum().Value() * photo.Width * photo.Height;
        return new(photo.Width, photo.Height, photo.Rgb, ChannelsLast.Stored(bytes).bytes.ToArray(), (float)position, bits);
    }

    private static Photo Scaled(Photo photo, double factor, ResamplingFilter filter)
        => Resampling.Resize(photo, Math.Max(Multiple, (int)(photo.Width / factor)), Math.Max(Multiple, (int)(photo.Height / factor)),
            filter);

    private static Photo Crop(Photo photo, double down, double right, bool mirrored)
    {
        int height = Math.Min(LargestCrop, photo.Height / Multiple * Multiple);
        int width = Math.Min(LargestCrop, photo.Width / Multiple * Multiple);
        int top = (int)(down * (photo.Height - height + 1)), left = (int)(right * (photo.Width - width + 1));
        var rgb = new byte[height * width * 3];
        for (int i = 0; i < height * width; i++)
        {
            int x = mirrored ? width - 1 - i % width : i % width;
            photo.Rgb.AsSpan(((top + i / width) * photo.Width + left + x) * 3, 3).CopyTo(rgb.AsSpan(i * 3));
        }

        return new(photo.Name, width, height, rgb);
    }

    private static Photo Gray(Photo photo)
    {
        var rgb = new byte[photo.Rgb.Length];
        for (int i = 0; i < rgb.Length; i += 3)
        {
            float luma = 0;
            for (int c = 0; c < 3; c++)
                luma += Weathering.Luma[c] * photo.Rgb[i + c];
            rgb.AsSpan(i, 3).Fill((byte)Math.Clamp((int)MathF.Round(luma), 0, 255));
        }

        return photo with { Rgb = rgb };
    }
}
