using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Data;

/// <summary>Sets of small pictures, and the same binarised once for all.</summary>
/// <remarks>Static binarisation: a pixel of value v becomes 255 with the probability v / 255, else 0 (the law of Salakhutdinov and Murray
/// 2008; the sample is our own). The draw is a function of the pixel's number k = 784 i + row-major position, i the picture's place in the
/// training set, test pictures counted on from its end (60,000 in MNIST): u = output number k of SplitMix64 from state 0, and the pixel is
/// 255 where 255 (u >> 32) &lt; v 2^32. Integers alone: the same everywhere.</remarks>
internal static class SmallPictures
{
    /// <summary>Width and height.</summary>
    public const int Side = 28;

    private const int Pixels = Side * Side;

    /// <summary>All pictures of a part, bytes [N, 1, 28, 28].</summary>
    /// <param name="folder">With its IDX files, gzipped.</param>
    /// <param name="set">Which set.</param>
    /// <param name="test">The test pictures; else those to train on.</param>
    /// <param name="binary">Whether they are binarised.</param>
    /// <exception cref="InvalidDataException">A file is no such set of pictures.</exception>
    public static torch.Tensor Read(string folder, SmallPictureSet set, bool test, bool binary)
    {
        ArgumentNullException.ThrowIfNull(set);
        byte[] pictures = IdxFile.Read(Path.Combine(folder, set.FileOf(test)), Side, Side);
        if (binary)
            Binarise(pictures, test ? set.TrainingPictures : 0);
        return TensorValues.Bytes(pictures, pictures.Length / Pixels, 1, Side, Side);
    }

    /// <summary>Makes every byte 0 or 255.</summary>
    /// <param name="pictures">Pictures that follow one another.</param>
    /// <param name="place">Of the first of them in its set.</param>
    public static void Binarise(Span<byte> pictures, int place)
    {
        ulong first = (ulong)place * Pixels;
        for (int i = 0; i < pictures.Length; i++)
            pictures[i] = 255 * (CounterRandom.SplitMix(first + (ulong)i) >> 32) < (ulong)pictures[i] << 32 ? byte.MaxValue : (byte)0;
    }
}
