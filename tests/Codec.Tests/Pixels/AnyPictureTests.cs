using System.Globalization;
using VaeCodec.Picture;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>What holds for every picture, whatever it shows. VAECODEC_RANDOM_PICTURES=500 in the environment tries as many.</summary>
public sealed class AnyPictureTests
{
    /// <summary>What a lossless file may have besides the pixels.</summary>
    private const int MostOverhead = 64;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("VAECODEC_RANDOM_PICTURES"),
        CultureInfo.InvariantCulture, out int count) ? count : 60;

    [Fact]
    public void LosslessIsExactAndHardlyLargerThanThePixels()
    {
        for (int seed = 1; seed <= Count; seed++)
        {
            (PixelImage image, string name) = AnyPicture.Of(seed);
            byte[] file = Encode(image, Mode.Lossless());
            Assert.True(file.Length <= image.Pixels.Length + MostOverhead, $"{name}: {file.Length} bytes for {image.Pixels.Length}");
            Assert.True(image.Pixels.AsSpan().SequenceEqual(new VaeDecoder().Decode(file, cancellationToken: Stop).Pixels), name);
        }
    }

    /// <summary>Of what can be seen: lossless keeps hidden colours too, and now and then these would make it smaller.</summary>
    [Fact]
    public void TheDefaultIsNeverLargerThanLossless()
    {
        for (int seed = 1; seed <= Count; seed++)
        {
            (PixelImage image, string name) = AnyPicture.Of(seed);
            PixelImage seen = HiddenColours.AreIn(image) ? HiddenColours.Cleared(image) : image;
            int lossless = Encode(seen, Mode.Lossless()).Length, byDefault = Encode(image, new EncoderOptions().Mode).Length;
            Assert.True(byDefault <= lossless, $"{name}: {byDefault} bytes, lossless {lossless}");
        }
    }

    private static byte[] Encode(PixelImage image, Mode mode)
        => new VaeEncoder(new() { Mode = mode }).Encode(image, cancellationToken: Stop).Bytes;
}
