namespace VaeCodec.Train.Data;

/// <summary>The subset of CIFAR-10, as gzipped IDX files: RGB of 32 x 32.</summary>
internal static class ColourPictures
{
    /// <summary>Width and height.</summary>
    public const int Side = 32;

    /// <summary>All pictures of a part.</summary>
    /// <param name="folder">With the files.</param>
    /// <param name="test">The test pictures; else those to train on.</param>
    /// <exception cref="InvalidDataException">A file is no such set of pictures.</exception>
    public static IReadOnlyList<Photo> Read(string folder, bool test)
    {
        string path = Path.Combine(folder, $"cifar10-subset-{(test ? "test" : "train")}-images-idx4-ubyte.gz");
        return [.. IdxFile.Read(path, Side, Side, 3).Chunk(Side * Side * 3).Select((rgb, i) => new Photo($"{i}", Side, Side, rgb))];
    }
}
