using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Lossy;

/// <summary>What the encoder says that decoding gives is what decoding gives, in every size and layout.</summary>
public class RoundTripTests
{
    private static readonly (int Width, int Height)[] s_sizes = [(1, 1), (1, 200), (200, 1), (17, 31), (63, 65), (64, 64), (129, 70)];

    public static TheoryData<int, int, int> Layouts
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach ((int width, int height) in s_sizes)
            {
                for (int channels = 1; channels <= 4; channels++)
                    data.Add(width, height, channels);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void TheDecodedPictureIsTheReconstruction(int width, int height, int channels)
    {
        PixelImage image = Photo.Crop(width, height, channels);

        EncodedImage encoded = new VaeEncoder().Encode(image);
        PixelImage decoded = new VaeDecoder().Decode(encoded.Bytes);

        Assert.Equal((width, height, channels), (decoded.Width, decoded.Height, decoded.Channels));
        Assert.Equal((width, height, channels), (encoded.Reconstruction.Width, encoded.Reconstruction.Height,
            encoded.Reconstruction.Channels));
        Assert.Equal(encoded.Reconstruction.Pixels, decoded.Pixels);
        if (image.HasAlpha)
            Assert.Equal(Photo.Channel(image, channels - 1), Photo.Channel(decoded, channels - 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheReconstructionResemblesThePicture(int channels)
    {
        PixelImage image = Photo.Crop(129, 70, channels);

        EncodedImage encoded = new VaeEncoder().Encode(image);

        double squares = image.Pixels.Zip(encoded.Reconstruction.Pixels, (a, b) => (double)(a - b) * (a - b)).Average();
        Assert.InRange(encoded.Psnr, 20, 60);
        Assert.Equal(10 * Math.Log10(255 * 255 / squares), encoded.Psnr, 9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void AlphaDoesNotCountInThePsnr(int channels)
    {
        PixelImage image = Photo.Crop(63, 65, channels);
        PixelImage opaque = Photo.Crop(63, 65, channels - 1);

        Assert.Equal(new VaeEncoder().Encode(opaque).Psnr, new VaeEncoder().Encode(image).Psnr);
    }

    [Fact]
    public void AFileTellsWhatItIsWithoutBeingDecoded()
    {
        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Beta(0.001) }).Encode(Photo.Crop(63, 65, 4));

        VaeImageInfo info = VaeDecoder.Identify(encoded.Bytes);

        Assert.Equal((1, 63, 65, 4), (info.Version, info.Width, info.Height, info.Channels));
        Assert.Equal((encoded.Model, encoded.Bytes.LongLength), (info.Model, info.FileBytes));
        Assert.Equal(encoded.Beta[0], Assert.Single(info.Beta));
        Assert.Equal(Crc32C.Compute(encoded.Reconstruction.Pixels), info.PixelsCrc32C);
        Assert.Equal(encoded.Bytes.Length * 8.0 / (63 * 65), encoded.BitsPerPixel);
    }

    [Fact]
    public void TheSamePictureGivesTheSameBytes()
    {
        PixelImage image = Photo.Crop(70, 40);
        byte[] before = [.. image.Pixels];

        Assert.Equal(new VaeEncoder().Encode(image).Bytes, new VaeEncoder().Encode(image).Bytes);
        Assert.Equal(before, image.Pixels);
    }

    public static TheoryData<int, int, int, int> WrongSizes => new()
    {
        { 0, 1, 3, 0 }, { 1, 0, 3, 0 }, { -1, -1, 3, 3 }, { 1, 1, 0, 0 }, { 1, 1, 5, 5 }, { 2, 2, 3, 11 }, { 2, 2, 3, 13 },
            { 65536, 65536, 3, 0 },
    };

    [Theory]
    [MemberData(nameof(WrongSizes))]
    public void APictureThatContradictsItselfIsRefused(int width, int height, int channels, int bytes)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeEncoder()
            .Encode(new PixelImage(width, height, channels, new byte[bytes])));

        Assert.Equal(VaeCodecErrorKind.BadImage, error.Kind);
    }
}
