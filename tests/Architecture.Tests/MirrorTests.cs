namespace VaeCodec.Architecture.Tests;

/// <summary>The tests of a folder are in the folder of the same name.</summary>
public class MirrorTests
{
    private static readonly (string Sources, string Tests)[] s_mirrors =
    [
        ("bitstream", "tests/Bitstream.Tests"),
        ("model/networks", "tests/Networks.Tests"),
        ("model/inference", "tests/Inference.Tests"),
        ("codec", "tests/Codec.Tests"),
        ("tools/bench", "tests/Bench.Tests"),
        ("tools/train", "tests/Train.Tests"),
    ];

    /// <summary>Folders without tests of their own, and what tests them.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["model/inference/Reference"] = "the definition, which every test of the engine compares with",
        ["codec/Images/Splicing"] = "the image files that it makes: Codec.Tests/Images",
        ["tools/bench/Lossless"] = "the command: Tool.Tests/LosslessTests",
        ["tools/bench/Texture"] = "the command: Tool.Tests/TextureTests",
        ["tools/bench/micro"] = "a program for the eye",
    };

    [Fact]
    public void EveryFolderHasItsTests()
    {
        foreach ((string sources, string tests) in s_mirrors)
        {
            foreach (string folder in Repository.Files(".cs", sources).Select(Repository.FolderOf).Distinct().Where(folder => folder != sources))
            {
                string mirror = tests + folder[sources.Length..];
                Assert.True(Tested(folder) || Exists(mirror), $"{folder} has no tests in {mirror}");
            }
        }

        static bool Tested(string folder) => s_elsewhere.Keys.Any(key => string.Equals(key, folder, StringComparison.OrdinalIgnoreCase));
        static bool Exists(string mirror) => Repository.Files(".cs", "tests").Any(file => file.StartsWith(mirror + '/', StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void TheExceptionsAreStillNeeded() => Assert.All(s_elsewhere.Keys, folder => Assert.True(Repository.Has(folder) || Repository.Has(folder.ToLowerInvariant()), folder));
}
