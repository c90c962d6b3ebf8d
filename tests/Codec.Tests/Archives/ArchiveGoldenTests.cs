using VaeCodec.Bitstream.Containers;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>An archive that every later build must read: corpus/vectors/archives/chains.vaea, two chains of the first image model. Never
/// rewritten; VAECODEC_WRITE_VECTORS=1 makes it where it is missing.</summary>
public sealed class ArchiveGoldenTests
{
    private static readonly uint[] s_pictures = [431934107, 2393060491, 1085118117, 2016734062, 2658659104];

    [Fact]
    public void ItDecodesToTheSamePictures()
    {
        string path = Corpus.PathOf(Path.Combine("vectors", "archives", "chains.vaea"));
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("VAECODEC_WRITE_VECTORS") == "1")
            File.WriteAllBytes(path, Pack());

        var archive = new VaeArchive(File.ReadAllBytes(path));
        Assert.Equal(["0.png", "1.png", "2.png", "3.png", "4.png"], archive.Entries.Select(entry => entry.Name));
        Assert.Equal(s_pictures, archive.Entries.Select((_, i) => Crc32C.Compute(
            archive.Decode(i, cancellationToken: TestContext.Current.CancellationToken).Pixels)));
    }

    private static byte[] Pack()
    {
        var writer = new VaeArchiveWriter(new() { Restart = 3 });
        for (int i = 0; i < s_pictures.Length; i++)
            writer.Add($"{i}.png", Strokes.Picture(i));
        return writer.Finish().Bytes;
    }
}
