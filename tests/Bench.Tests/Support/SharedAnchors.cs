using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Bench.Tests.Support;

/// <summary>The anchor files beside the checkout, where there are any.</summary>
internal static class SharedAnchors
{
    /// <summary>Path of one; without it the test is skipped, visibly.</summary>
    public static string Require(string name)
    {
        string path = Path.GetFullPath(Path.Combine(Corpus.Root, "..", "shared", "anchors", name));
        Assert.SkipUnless(File.Exists(path), $"{path} is not here");
        return path;
    }
}
