using System.Buffers.Binary;
using System.IO.Compression;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;
using VaeCodec.Train.Lab;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Tests.Lab;

public sealed class BetaGridTests
{
    private const int Side = SmallPictures.Side, Training = 80, Test = 40;

    // Two groups of the sizes of ghvae-mnist, with less of all else.
    private const string Json = """
        {"model":"vlae","data":"DIR","out":"DIR/runs","steps":3,"batch":8,"free_bits":[5,5],"spec":
        {"side":28,"latents":6,"encoder":[[1,32,4,4,1],[32,32,3,1,1],[32,32,7,7,1]],
         "decoder":[[4,98,1,1,7],[2,48,3,1,4]],
         "groups":[{"latents":2,"posterior":[[32,9,1,1,1],[9,4,1,1,1]],"prior":[]},
                   {"latents":4,"posterior":[[34,9,1,1,1],[9,8,1,1,1]],"prior":[[2,9,1,1,1],[9,8,1,1,1]]}],
         "pixels":{"window":3,"base_window":3,"linear":3,"hidden":6,"deep":1,"head":5,"values":2,"colours":1}}}
        """;

    [Fact]
    public void EveryPairOfPricesIsTrainedAndProbed()
    {
        Libtorch.Require();
        using ScratchFolder folder = Pictures(Test);
        BetaPoint[] points = [.. new BetaGrid(Config(folder)).Run([0.5, 2], 2, TestContext.Current.CancellationToken)];
        Assert.Equal(8, points.Length);
        Assert.Equal([0.5, 2], points[2].Betas);
        Assert.Equal([1UL, 2UL], points.Take(2).Select(point => point.Seed));
        Assert.Equal(8, points.Select(point => point.Measure.Total).Distinct().Count());
        Assert.All(points, point =>
        {
            Assert.Equal(2, point.Groups.Count);
            Assert.Equal(point.Measure.Groups.Sum() * Math.Log(2), point.Groups[1].Rate, 1e-9);
            Assert.True(point.Groups[0].Bound <= point.Groups[1].Bound);
            Assert.All(point.Groups.SelectMany(group => group.Accuracies.Values), share => Assert.InRange(share, 0, 1));
        });
    }

    [Fact]
    public void LabelsThatAreMissingOrOfOtherPicturesAreNoticedBeforeAnyStep()
    {
        Libtorch.Require();
        using ScratchFolder folder = Pictures(Test + 1);
        Assert.Contains("mnist-t10k-labels", Fault(), StringComparison.Ordinal);
        File.Delete(folder["mnist-train-labels-idx1-ubyte.gz"]);
        Assert.Contains("mnist-train-labels", Fault(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["runs"]));

        string Fault() => Assert.Throws<InvalidDataException>(() => new BetaGrid(Config(folder)).Run([1], 1).ToList()).Message;
    }

    private static VlaeConfig Config(ScratchFolder folder) => VlaeConfig.Parse(Json.Replace("DIR", folder.Path, StringComparison.Ordinal));

    private static ScratchFolder Pictures(int testLabels)
    {
        var folder = new ScratchFolder();
        (string, int, int)[] parts = [("train", Training, Training), ("t10k", Test, testLabels)];
        foreach ((string name, int pictures, int labels) in parts)
        {
            byte[] bytes = Array.ConvertAll(Hashed.Values(name, pictures * Side * Side, 1), v => v > 0 ? byte.MaxValue : (byte)0);
            Write(folder[$"mnist-{name}-images-idx3-ubyte.gz"], bytes, pictures, Side, Side);
            Write(folder[$"mnist-{name}-labels-idx1-ubyte.gz"], [.. Enumerable.Range(0, labels).Select(i => (byte)(i % 10))], labels);
        }

        return folder;
    }

    private static void Write(string path, byte[] values, params ReadOnlySpan<int> sizes)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write([0, 0, 8, (byte)sizes.Length]);
        byte[] number = new byte[sizeof(int)];
        foreach (int size in sizes)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, size);
            file.Write(number);
        }

        file.Write(values);
    }
}
