using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

/// <summary>A last line of pixels that begins a position of its own is coded where it differs enough from the one before it.</summary>
public class LastLineTests
{
    private const int Width = 65, Height = 49;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    [InlineData(3, 2)]
    public void LinesOfAnotherColourComeBack(int channels, int effort)
    {
        PixelImage image = FramedPhoto.Of(Width, Height, channels);
        EncodedImage encoded = Encode(image, Mode.Lossy(Rate.Quality(70), effort));
        PixelImage decoded = new VaeDecoder().Decode(encoded.Bytes);

        Assert.Equal(LastLines.Column | LastLines.Row, Coded(encoded));
        Assert.Equal(encoded.Reconstruction.Pixels, decoded.Pixels);
        Assert.InRange(ErrorOfLines(image, decoded), 0, ErrorOfLines(image, FramedPhoto.Of(Width, Height, channels, LastLines.None)) / 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EachIsChosenByItself(bool row)
    {
        LastLines line = row ? LastLines.Row : LastLines.Column;
        EncodedImage encoded = Encode(FramedPhoto.Of(Width, Height, 3, line), Rate.Quality(70));

        Assert.Equal(line, Coded(encoded));
        Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
    }

    [Fact]
    public void LinesThatRepeatAreNotCoded()
    {
        PixelImage image = Photo.Crop(Width, Height);
        for (int x = 0; x < Width; x++)
            image.Pixels.AsSpan((((Height - 2) * Width) + x) * 3, 3).CopyTo(image.Pixels.AsSpan((((Height - 1) * Width) + x) * 3));
        for (int y = 0; y < Height; y++)
            image.Pixels.AsSpan(((y * Width) + Width - 2) * 3, 3).CopyTo(image.Pixels.AsSpan(((y * Width) + Width - 1) * 3));

        Assert.Equal(LastLines.None, Coded(Encode(image, Rate.Quality(100))));
    }

    [Fact]
    public void ALineIsCodedFromSomeQualityOn()
    {
        var choice = new LastLineChoice(Photo.Crop(Width, Height));
        bool[] coded = [.. Enumerable.Range(30, 160).Reverse().Select(index => choice.At(new RateVector([(byte)index])) != LastLines.None)];

        Assert.Equal([false, true], coded.Distinct());
        Assert.Equal(coded.Order(), coded);
    }

    [Fact]
    public void HiddenLinesAreNot()
    {
        PixelImage image = FramedPhoto.Of(Width, Height, 4);
        for (int i = 0; i < Width * Height; i++)
        {
            if (i % Width == Width - 1 || i / Width == Height - 1)
                image.Pixels[(4 * i) + 3] = 0;
        }

        Assert.Equal(LastLines.None, Coded(Encode(image, Rate.Quality(70))));
    }

    [Fact]
    public void TheDecodersWaysAllKnowThem()
    {
        byte[] file = Encode(FramedPhoto.Of(Width, Height, 3), Rate.Quality(70)).Bytes;
        byte[] whole = new VaeDecoder().Decode(file).Pixels;

        PixelImage half = new VaeDecoder(new() { Scale = 2 }).Decode(file);
        Assert.Equal(((Width + 1) / 2, (Height + 1) / 2), (half.Width, half.Height));
        Assert.InRange(half.Pixels[^3], 200, 255); // the corner's red
        Assert.Equal(whole, new VaeDecoder(new() { StripBytes = 1 << 20, Threads = 3 }).Decode(file).Pixels);
        Assert.Equal(Width, new VaeDecoder(new() { Layers = 3 }).Decode(file).Width);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BesideExactPixelsAndTexture(bool lossless)
    {
        PixelImage image = FramedPhoto.Of(Width, Height, 3);
        EncodedImage encoded = Encode(image, lossless ? Mode.Lossless(Rate.Quality(70)) : Mode.Texture(Rate.Quality(70)));

        Assert.NotEqual(LastLines.None, Coded(encoded));
        Assert.Equal(lossless ? image.Pixels : encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
    }

    [Fact]
    public void TargetsAreMetNevertheless()
    {
        PixelImage image = FramedPhoto.Of(Width, Height, 3);

        Assert.InRange(Encode(image, Rate.Bytes(400)).Bytes.Length, 380, 400);
        Assert.InRange(Encode(image, Rate.Psnr(30)).Psnr, 30, 30.4);
    }

    private static EncodedImage Encode(PixelImage image, Mode mode)
        => new VaeEncoder(new() { Mode = mode, AllowExact = false }).Encode(image);

    private static LastLines Coded(EncodedImage encoded) => VaecFile.Read(encoded.Bytes).Header.CodedLastLines;

    /// <summary>The root of the mean squared error of both.</summary>
    private static double ErrorOfLines(PixelImage one, PixelImage other)
    {
        long error = 0, count = 0;
        for (int i = 0; i < one.Pixels.Length; i++)
        {
            int pixel = i / one.Channels, channel = i % one.Channels;
            if ((pixel % Width != Width - 1 && pixel / Width != Height - 1) || (one.Channels is 2 or 4 && channel == one.Channels - 1))
                continue;
            int d = one.Pixels[i] - other.Pixels[i];
            (error, count) = (error + (d * d), count + 1);
        }

        return Math.Sqrt(error / (double)count);
    }
}
