namespace VaeCodec.Architecture.Tests;

/// <summary>The tests of a folder are in the folder of the same name.</summary>
public class MirrorTests
{
    private static readonly (string Sources, string Tests)[] s_mirrors =
    [
        ("bitstream", "tests/Bitstream.Tests"),
        ("model/networks", "tests/Networks.Tests"),
        ("model/inference", "tests/Inference.Tests"),
        ("codec/images", "tests/Images.Tests"),
        ("codec/store", "tests/Store.Tests"),
        ("codec/interop", "tests/Interop.Tests"),
        ("codec", "tests/Codec.Tests"),
        ("tools/bench", "tests/Bench.Tests"),
        ("tools/train", "tests/Train.Tests"),
        ("tools/server", "tests/Server.Tests"),
        ("tools/batch", "tests/Batch.Tests"),
    ];

    /// <summary>Folders without tests of their own, and what tests them.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["bitstream/Grid"] = "constants, which the vectors and golden files hold in place",
        ["model/inference/Reference"] = "the definition, which every test of the engine compares with",
        ["codec/images/Splicing"] = "the metadata that it puts into files: Images.Tests/MetadataTests",
        ["codec/images/Vips"] = "all files but PNM: Images.Tests/ImageFileTests",
        ["tools/bench/Lossless"] = "the command: Tool.Tests/LosslessTests",
        ["tools/bench/Texture"] = "the command: Tool.Tests/TextureTests",
        ["tools/train/Race"] = "bench --breakdown: Tool.Tests/BenchTests",
        ["tools/bench/micro"] = "a program for the eye",
    };

    [Fact]
    public void EveryFolderHasItsTests()
    {
        string[] folders = [.. s_mirrors.SelectMany(mirror => Repository.Files(".cs", mirror.Sources)).Select(Repository.FolderOf)
            .Distinct()];
        foreach (string folder in folders)
        {
            (string sources, string tests) = s_mirrors.First(mirror => folder == mirror.Sources
                || folder.StartsWith(mirror.Sources + '/', StringComparison.Ordinal));
            string mirror = tests + folder[sources.Length..];
            Assert.True(folder == sources || s_elsewhere.ContainsKey(folder) || Exists(mirror), $"{folder} has no tests in {mirror}");
        }

        static bool Exists(string mirror) => Repository.Files(".cs", "tests")
            .Any(file => file.StartsWith(mirror + '/', StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void TheExceptionsAreStillNeeded()
        => Assert.All(s_elsewhere.Keys, folder => Assert.True(Repository.Has(folder), folder));
}
