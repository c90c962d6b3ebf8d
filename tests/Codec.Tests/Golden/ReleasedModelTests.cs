using System.Security.Cryptography;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Golden;

/// <summary>Released models never leave and never change: their weights are there, and every file of corpus/golden, which were written with
/// them, decodes to the pixels that it had then.</summary>
public sealed class ReleasedModelTests
{
    private const int MostPixelsWithoutVectors = 4000;
    private static readonly IReadOnlyList<ReleasedModel> s_models = ReleasedModel.ReadAll();
    private static readonly List<ReleasedFile> s_files = ReadFiles();

    public static TheoryData<string> Models => [.. s_models.Select(model => model.Release)];

    public static TheoryData<string> Files => [.. s_files.Select(file => file.File)];

    public static TheoryData<string> Machines => [Isa.Avx2.Name, Isa.Sse.Name, Isa.Scalar.Name];

    [Theory]
    [MemberData(nameof(Models))]
    public void ItsWeightsAreThoseThatWereReleased(string release)
    {
        ReleasedModel model = s_models.Single(m => m.Release == release);
        string path = Path.Combine(ReleasedModel.Folder, model.File);

        Assert.True(File.Exists(path), $"model/weights/{model.File} is missing: the weights of {release} ({model.Id}), which files name");
        byte[] weights = File.ReadAllBytes(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(weights));
        Assert.True(hash == model.Sha256,
            $"model/weights/{model.File} has SHA-256 {hash}; {release} was released with {model.Sha256}, and never changes");
        Assert.True(weights.Length == model.Bytes, $"model/weights/{model.File} has {weights.Length} bytes; {model.Bytes} are listed");
        Assert.Equal(model.Sha256[..8], model.Id);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ItHasAGoldenFileOfEveryMode(string release)
    {
        ReleasedModel model = s_models.Single(m => m.Release == release);

        Assert.All(model.Modes, mode => Assert.True(s_files.Any(file => file.Mode == mode && file.Ids.Contains(model.Id)),
            $"corpus/golden has no {mode} file of {release} ({model.Id})"));
    }

    [Fact]
    public void NoModelOfAGoldenFileHasLeftTheList()
        => Assert.All(s_files.SelectMany(file => file.Ids.Zip(file.Models, (id, release) => (id, release, file.File)))
            .DistinctBy(named => named.id), named =>
            Assert.True(s_models.Any(model => model.Id == named.id && model.Release == named.release),
                $"{named.release} ({named.id}), which {named.File} was written with, is not listed in {ReleasedModel.Folder}"));

    [Theory]
    [MemberData(nameof(Files))]
    public void ItsPixelsAreTheSameForEver(string name)
    {
        ReleasedFile expected = s_files.Single(file => file.File == name);
        byte[] file = File.ReadAllBytes(ReleasedFile.PathOf(name));

        Assert.Equal((expected.Bytes, expected.Sha256), (file.Length, Convert.ToHexStringLower(SHA256.HashData(file))));
        Assert.Equal(expected.Mode, ReleasedFileCatalog.ModeOf(file));
        AssertDecodes(expected, file);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public Task AConfinedMachineGetsTheSamePixels(string isa) =>
        IsaRunner.RerunTestAsync(Isa.Named(isa), GetType(), nameof(TheSmallerFilesDecode),
        new Dictionary<string, string>(), TestContext.Current.CancellationToken);

    /// <summary>What the children of the test above run: files of every model and mode, but not the large ones, which take long without
    /// vectors.</summary>
    [Fact]
    public void TheSmallerFilesDecode()
    {
        foreach (ReleasedFile file in s_files.Where(file => (file.Width ?? 0) * (file.Height ?? 0) <= MostPixelsWithoutVectors))
            AssertDecodes(file, File.ReadAllBytes(ReleasedFile.PathOf(file.File)));
    }

    [Fact]
    public void TheListIsWhatThereIs()
    {
        Assert.Equal(s_files.Select(file => file.File).Concat(["golden.json", "previews.csv", "README.md"]).Order(StringComparer.Ordinal),
            Directory.GetFiles(ReleasedFile.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(s_files.Select(file => file.File).Order(StringComparer.Ordinal),
            ReleasedFileCatalog.Files.Keys.Order(StringComparer.Ordinal));
        Assert.All(s_files, file => Assert.InRange(file.Bytes, 1, 20_000));
    }

    private static void AssertDecodes(ReleasedFile expected, byte[] file)
    {
        if (expected.Pictures is not null)
        {
            Assert.Equal(expected.Ids.Order(), ReleasedFileCatalog.IdsOfArchive(file).Distinct().Select(ReleasedFileCatalog.Hex).Order());
            Assert.Equal(expected.Pictures.Select(picture => (picture.Name, picture.Width, picture.Height, picture.Channels)),
                new VaeArchive(file).Entries.Select(entry => (entry.Name, entry.Width, entry.Height, entry.Channels)));
            Assert.Equal(expected.Pictures, ReleasedFileCatalog.Pictures(file));
            return;
        }

        Assert.Equal(expected.Ids, ReleasedFileCatalog.IdsOf(file).Select(ReleasedFileCatalog.Hex));
        PixelImage image = new VaeDecoder().Decode(file);
        Assert.Equal((expected.Width, expected.Height, expected.Channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(expected.PixelsCrc32c, ReleasedFileCatalog.Crc(image.Pixels));
        Assert.Equal(expected.MetadataCrc32c, ReleasedFileCatalog.MetadataCrc(image.Metadata));
    }

    /// <summary>The list, after what is missing has been added where that is asked for.</summary>
    private static List<ReleasedFile> ReadFiles()
    {
        List<ReleasedFile> files = [.. ReleasedFile.ReadAll()];
        if (Environment.GetEnvironmentVariable("VAECODEC_WRITE_VECTORS") != "1")
            return files;
        Directory.CreateDirectory(ReleasedFile.Folder);
        foreach ((string name, Func<byte[]> make) in ReleasedFileCatalog.Files.Where(entry => !File.Exists(ReleasedFile.PathOf(entry.Key))))
        {
            byte[] file = make();
            files.Add(ReleasedFileCatalog.Describe(name, file));
            File.WriteAllBytes(ReleasedFile.PathOf(name), file);
        }

        ReleasedFile.WriteAll(files);
        return files;
    }
}
