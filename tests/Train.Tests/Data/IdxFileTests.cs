using System.IO.Compression;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Data;

namespace VaeCodec.Train.Tests.Data;

public sealed class IdxFileTests
{
    [Fact]
    public void ValuesFollowTheSizes()
    {
        using var folder = new ScratchFolder();
        Assert.Equal([1, 2, 3, 4, 5, 6], IdxFile.Read(Write(folder, [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]), 3));
        Assert.Equal([7, 9], IdxFile.Read(Write(folder, [0, 0, 8, 1, 0, 0, 0, 2, 7, 9])));
    }

    [Theory]
    [InlineData(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5)] // one is missing
    [InlineData(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4)] // another size
    [InlineData(0, 0, 8, 1, 0, 0, 0, 6, 1, 2, 3, 4, 5, 6)] // another dimension
    [InlineData(0, 0, 13, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6)] // floats
    [InlineData(0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3)] // none
    [InlineData(0, 0, 8)]
    public void OtherFilesAreRefused(params int[] bytes)
    {
        using var folder = new ScratchFolder();
        string path = Write(folder, Array.ConvertAll(bytes, value => (byte)value));
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => IdxFile.Read(path, 3)).Message, StringComparison.Ordinal);
    }

    private static string Write(ScratchFolder folder, byte[] bytes)
    {
        string path = folder["values.gz"];
        using var file = new GZipStream(File.Create(path), CompressionMode.Compress);
        file.Write(bytes);
        return path;
    }
}
