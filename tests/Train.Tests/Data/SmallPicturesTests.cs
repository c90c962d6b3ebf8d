using System.IO.Compression;
using System.Text.Json;
using TorchSharp;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;

namespace VaeCodec.Train.Tests.Data;

public sealed class SmallPicturesTests
{
    private const int Pixels = SmallPictures.Side * SmallPictures.Side;

    private static readonly SmallPictureSet s_mnist = SmallPictureSet.ByName[SmallPictureSet.Default];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BinarisationIsTheLawThatThePublishedFiguresAreOf(bool test)
    {
        byte[] pictures = Small();
        SmallPictures.Binarise(pictures, test ? s_mnist.TrainingPictures : 0);
        JsonElement golden = Golden.Read("vlae.json").GetProperty("binarised").GetProperty(test ? "t10k" : "train");
        Assert.Equal(golden.EnumerateArray().Select(v => v.GetInt32()),
            pictures.Index().Where(p => p.Item != 0).Take(golden.GetArrayLength()).Select(p => p.Index));
        Assert.All(pictures, p => Assert.True(p is 0 or 255));
    }

    [Fact]
    public void AFileIsReadFromItsHeaderOn()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new ScratchFolder();
        byte[] pictures = Small(), header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, SmallPictures.Side, 0, 0, 0, SmallPictures.Side];
        Write(folder["mnist-t10k-images-idx3-ubyte.gz"], [.. header, .. pictures]);
        torch.Tensor read = SmallPictures.Read(folder.Path, s_mnist, test: true, binary: false);
        Assert.Equal([2, 1, SmallPictures.Side, SmallPictures.Side], read.shape);
        Assert.Equal(pictures, read.bytes.ToArray());
        Write(folder["mnist-train-images-idx3-ubyte.gz"], [.. header, .. pictures[1..]]);
        Assert.Throws<InvalidDataException>(() => SmallPictures.Read(folder.Path, s_mnist, test: false, binary: false));
    }

    [Fact]
    public void ASetNamesItsParts()
    {
        Assert.Equal("t10k", s_mnist.PartName(test: true));
        Assert.Equal("train", SmallPictureSet.ByName["omniglot"].PartName(test: false));
        Assert.Equal("caltech101silhouettes28-test-images-idx3-ubyte.gz", SmallPictureSet.ByName["silhouettes"].FileOf(test: true));
    }

    private static byte[] Small() => Array.ConvertAll(Hashed.Values("small", 2 * Pixels, 1),
        v => (byte)Math.Clamp(Math.Round((v * 0.5 + 0.5) * 255), 0, 255));

    private static void Write(string path, byte[] bytes)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(bytes);
    }
}
