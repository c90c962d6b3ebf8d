using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>A picture that just misses the grid of the coarsest layer costs no more than its pixels.</summary>
public class PaddingTests
{
    [Fact]
    public void OneMoreRowAndColumnCostThreePercentAtMost()
    {
        EncodedImage fitting = new VaeEncoder().Encode(Photo.Crop(576, 384, 3, 0, 0));
        EncodedImage beyond = new VaeEncoder().Encode(Photo.Crop(577, 385, 3, 0, 0));

        Assert.InRange(beyond.Bytes.Length, fitting.Bytes.Length * 0.97, fitting.Bytes.Length * 1.03);
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
