using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests;

/// <summary>Every stream ever put into corpus/vectors reads, or fails, as it did then; the valid ones are still written bit for
/// bit.</summary>
public class VectorTests
{
    private static readonly bool Writing = Environment.GetEnvironmentVariable("VAECODEC_WRITE_VECTORS") == "1";

    public static TheoryData<string> ValidNames => [.. VectorCatalog.Valid.Keys];

    public static TheoryData<string> InvalidNames => [.. VectorCatalog.Invalid.Keys];

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void ValidFilesAreWrittenAndReadAsEver(string name)
    {
        VaecFile expected = VectorCatalog.Valid[name];
        byte[] file = Load("valid", name, expected.Write());
        Assert.Equal(file, expected.Write());
        VaecFile read = VaecFile.Read(file);
        Assert.Equal(expected.Header, read.Header);
        Assert.Equal(expected.Chunks.Select(c => (c.Type, Convert.ToHexString(c.Data.Span))),
            read.Chunks.Select(c => (c.Type, Convert.ToHexString(c.Data.Span))));
        Assert.Equal(expected.Latents.ToArray(), read.Latents.ToArray());
        Assert.Equal(file.Length - read.Latents.Length, read.LatentsOffset);
        Assert.Equal(expected.Header, VaecFile.ReadHeader(file.AsSpan(0, Math.Min(file.Length, 64))));
    }

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public void InvalidFilesFailWithTheirKind(string name)
    {
        byte[] file = Load("invalid", name, VectorCatalog.Invalid[name]);
        Assert.Equal(file, VectorCatalog.Invalid[name]);
        var error = Assert.Throws<VaeCodecException>(() => VaecFile.Read(file));
        Assert.Equal(name.Split('-')[0], error.Kind.ToString());
        Assert.InRange(error.Offset ?? -1, 0, file.Length);
    }

    [Fact]
    public void FilesOnDiskAreAllInTheCatalogue()
    {
        Assert.Equal(VectorCatalog.Valid.Keys.Order(), Names("valid"));
        Assert.Equal(VectorCatalog.Invalid.Keys.Order(), Names("invalid"));
    }

    [Fact]
    public void LatentsOfTheVectorsDecode()
    {
        Layer.AssertDecodes(VaecFile.Read(Load("valid", "example-rgb", [])).Latents.ToArray(), VectorCatalog.ExampleLayers);
        Layer.AssertDecodes(VaecFile.Read(Load("valid", "chunks-and-layers", [])).Latents.ToArray(), VectorCatalog.MixedLayers);
    }

    private static IEnumerable<string?> Names(string folder) =>
        Directory.GetFiles(Repository.Path("corpus", "vectors", folder)).Select(Path.GetFileNameWithoutExtension).Order();

    private static byte[] Load(string folder, string name, byte[] fresh)
    {
        string path = Repository.Path("corpus", "vectors", folder, name + ".vaec");
        if (Writing && !File.Exists(path) && fresh.Length + (folder == "invalid" ? 1 : 0) > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, fresh);
        }

        return File.ReadAllBytes(path);
    }
}
