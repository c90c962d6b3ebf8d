using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

/// <summary>A picture that just misses the grid of the coarsest layer costs no more than its pixels. <see cref="LastLineTests"/> has those
/// whose last line is worth more.</summary>
public class PaddingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void OneMoreRowAndColumnCostNothingAndRepeatTheirNeighbours(int channels)
    {
        // at a rate at which last lines are not worth their bits
        // a gray picture's multipliers are searched by PSNR, which has a row more to count: here they are given
        EncoderOptions options = new() { Mode = channels == 1 ? Rate.Beta(1.0 / 64) : Rate.Quality(10), AllowExact = false };
        EncodedImage fitting = new VaeEncoder(options).Encode(Photo.Crop(576, 384, channels, 0, 0));
        EncodedImage beyond = new VaeEncoder(options).Encode(Photo.Crop(577, 385, channels, 0, 0));

        Assert.Equal(fitting.LayerBits, beyond.LayerBits);
        Assert.Equal(fitting.Beta, beyond.Beta);
        int colours = channels == 1 ? 1 : 3;
        byte[] inner = fitting.Reconstruction.Pixels, outer = beyond.Reconstruction.Pixels;
        for (int y = 0; y < 385; y++)
        {
            for (int x = 0; x < 577; x++)
            {
                int from = (Math.Min(y, 383) * 576 + Math.Min(x, 575)) * channels, to = (y * 577 + x) * channels;
                Assert.True(inner.AsSpan(from, colours).SequenceEqual(outer.AsSpan(to, colours)), $"{x}, {y}");
            }
        }
    }

    [Fact]
    public void AFlatPictureOfAnySizeCostsNextToNothing()
    {
        foreach (int side in new[] { 1, 15, 16, 17, 63, 64, 65, 127, 129 })
        {
            byte[] gray = new byte[side * side];
            Array.Fill(gray, (byte)128);
            Assert.InRange(new VaeEncoder().Encode(new(side, side, 1, gray)).Bytes.Length, 20, 200);
        }
    }
}
