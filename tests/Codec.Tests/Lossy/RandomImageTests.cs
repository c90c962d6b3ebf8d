using System.Globalization;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images;
using Xunit;

namespace VaeCodec.Codec.Tests.Lossy;

/// <summary>Pictures of any size and layout, with and without metadata, from an image file to an image file. VAECODEC_RANDOM_IMAGES=200 in
/// the environment tries as many.</summary>
public class RandomImageTests
{
    private static int Count => int.Parse(Environment.GetEnvironmentVariable("VAECODEC_RANDOM_IMAGES") is { Length: > 0 } text ? text
        : "12", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    public void APictureComesBackAsWhatItWas(double quality)
    {
        for (int seed = 1; seed <= Count; seed++)
        {
            PixelImage image = Draw(new Random(seed), seed);
            string what = $"seed {seed}: {image.Width} x {image.Height} x {image.Channels}";

            PixelImage read = ImageFile.Load(ImageFile.SaveToBytes(image, ".png"));
            byte[] file = new VaeEncoder(new() { Mode = Rate.Quality(quality) }).Encode(read).Bytes;
            PixelImage back = ImageFile.Load(ImageFile.SaveToBytes(new VaeDecoder().Decode(file),
                seed % 3 == 0 && !image.IsGray ? ".webp" : ".png"));

            Assert.True((image.Width, image.Height) == (back.Width, back.Height), what);
            Samples.AssertEqual(image.Metadata, back.Metadata);
            Assert.True(image.Metadata.IsEmpty == VaeDecoder.Identify(file).Chunks.All(chunk => chunk.Name == "alpha"), what);
            if (image.HasAlpha && image.Channels == back.Channels)
                Assert.True(Photo.Channel(image, image.Channels - 1).SequenceEqual(Photo.Channel(back, back.Channels - 1)), what);
            Assert.True(image.Channels == back.Channels, what);
        }
    }

    /// <summary>Sizes from 1 to 600, most of them small; noise, a gradient or a piece of the landscape.</summary>
    private static PixelImage Draw(Random random, int seed)
    {
        int width = Side(random), height = Side(random), channels = 1 + (seed % 4);
        PixelImage image = Photo.Crop(width, height, channels, random.Next(300), random.Next(200));
        if (random.Next(3) == 0)
            random.NextBytes(image.Pixels);
        if (image.HasAlpha)
        {
            for (int i = channels - 1; i < image.Pixels.Length; i += channels)
                image.Pixels[i] |= 1; // WebP drops the colours of what cannot be seen, and alpha with them where all is opaque
            image.Pixels[channels - 1] = 101;
        }

        bool gray = channels <= 2;
        return image with
        {
            Metadata = new()
            {
                Icc = random.Next(2) == 0 ? Samples.Profile(seed, gray, random.Next(1, 3000)) : default,
                Exif = random.Next(2) == 0 ? Samples.Exif(seed, 1, random.Next(2) == 0, random.Next(5, 2000)) : default,
                Xmp = random.Next(2) == 0 ? Samples.Xmp(seed, random.Next(0, 2000)) : default,
            },
        };
    }

    private static int Side(Random random) => random.Next(8) == 0 ? random.Next(1, 601) : 1 + (int)(150 * Math.Pow(random.NextDouble(), 2));
}
