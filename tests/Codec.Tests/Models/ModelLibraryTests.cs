using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tests.PixelCnn;
using VaeCodec.Inference.Tests.Vlae;
using VaeCodec.Inference.Vlae;
using VaeCodec.Models;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Models;

/// <summary>Models of every kind, from a package and a folder that are made for the test.</summary>
public sealed class ModelLibraryTests : IDisposable
{
    private static readonly byte[] s_hvae = RandomModel.File(RandomModel.SmallSpec, 41), s_vlae = RandomVlae.File(RandomVlae.Small, 42),
        s_pixels = RandomPixelModel.File(RandomPixelModel.Spec(3, 3), 43);

    private readonly ScratchFolder _package = new(), _folder = new();
    private readonly List<object> _entries = [];

    public void Dispose()
    {
        _package.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void EveryKindIsFoundInThePackageAndInAFolderAndLoadedOnce()
    {
        Pack(s_hvae, "a", "hvae");
        File.WriteAllBytes(_folder["x.safetensors"], s_vlae);
        File.WriteAllBytes(_folder["y.safetensors"], s_pixels);
        ModelLibrary library = Library(), other = Library();

        Assert.Equal(Id(s_hvae), library.Get(ModelKind.Hvae, Id(s_hvae)).Id);
        Assert.Equal(Id(s_vlae), library.Get(ModelKind.Vlae, Id(s_vlae)).Id);
        Assert.Equal(Id(s_pixels), library.Get(ModelKind.PixelCnn, Id(s_pixels)).Id);
        Assert.Same(library.Get(ModelKind.Vlae, Id(s_vlae)), other.Get(ModelKind.Vlae, Id(s_vlae)));
        ModelLibrary[] libraries = [.. Enumerable.Range(0, 8).Select(_ => Library())];
        var models = new HvaeModel[libraries.Length];
        Parallel.For(0, models.Length, i => models[i] = libraries[i].Default(ModelKind.Hvae));
        Assert.Single(models.Distinct());
    }

    [Fact]
    public void ADamagedOrMissingFileOfThePackageIsTakenFromTheFolder()
    {
        byte[] sound = RandomModel.File(RandomModel.SmallSpec, 47), damaged = [.. sound]; // no other test has loaded them
        Pack(sound, "a", "hvae");
        damaged[^1] ^= 1;
        File.WriteAllBytes(_package["a-r1.safetensors"], damaged);
        AssertUnknown(Assert.Throws<VaeCodecException>(() => Library().Default(ModelKind.Hvae)), "a-r1", "damaged",
            _package["a-r1.safetensors"], "flagship (hvae)", "reinstall");
        File.Delete(_package["a-r1.safetensors"]);
        AssertUnknown(Assert.Throws<VaeCodecException>(() => Library().Default(ModelKind.Hvae)), "a-r1", "missing",
            RandomModel.Hash(sound));

        File.WriteAllBytes(_folder["any.safetensors"], sound);

        Assert.Equal(Id(sound), Library().Default(ModelKind.Hvae).Id);
    }

    [Fact]
    public void AModelOfAnotherKindIsTold()
    {
        Pack(s_hvae, "a", "hvae");
        Pack(s_vlae, "b", "vlae");
        AssertUnknown(Assert.Throws<VaeCodecException>(() => Library().Get(ModelKind.PixelCnn, Id(s_vlae))), $"{Id(s_vlae):x8}",
            "archive model (vlae)", "pixel network (pixelcnn)");

        VaeCodecException error = Assert.Throws<VaeCodecException>(() => Library().Choose(ModelKind.Hvae, "b-r1"));

        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Contains("archive model (vlae)", error.Message, StringComparison.Ordinal);
        // what a list calls its kind is not believed either
        Pack(s_pixels, "c", "vlae");
        AssertUnknown(Assert.Throws<VaeCodecException>(() => Library().Get(ModelKind.Vlae, Id(s_pixels))), "c-r1", "cannot be used");
    }

    [Fact]
    public void NamesMeanTheNewestReleaseOrTheOneThatTheyHave()
    {
        byte[] second = RandomVlae.File(RandomVlae.Small, 44);
        Pack(s_vlae, "v", "vlae", "default", 1);
        Pack(second, "v", "vlae", "released", 2);
        ModelLibrary library = Library();

        Assert.Equal(Id(second), library.Choose(ModelKind.Vlae, "v").Id);
        Assert.Equal(Id(s_vlae), library.Choose(ModelKind.Vlae, "v-r1").Id);
        Assert.Equal(Id(s_vlae), library.Choose(ModelKind.Vlae, RandomModel.Hash(s_vlae)[..8]).Id);
        Assert.Equal(Id(s_vlae), library.Choose(ModelKind.Vlae, null).Id);
        AssertUnknown(Assert.Throws<VaeCodecException>(() => library.Choose(ModelKind.Vlae, "v-r3")), "'v-r3'", "v-r1", "v-r2",
            _folder.Path);
    }

    [Fact]
    public void APreReleaseIsCalledOneAndUsedWhereItIsFound()
    {
        Pack(s_hvae, "a", "hvae");
        Pack(s_pixels, "old", "pixelcnn", "pre-release", 0);
        string hash = RandomModel.Hash(s_pixels);
        AssertUnknown(Assert.Throws<VaeCodecException>(() => Library().Get(ModelKind.PixelCnn, Id(s_pixels))), "pre-release", hash,
            "pixel network (pixelcnn)", _folder.Path, "--models", VaeModels.FolderVariable);
        AssertUnknown(Assert.Throws<VaeCodecException>(() => Library().Choose(ModelKind.PixelCnn, hash)), "pre-release");
        Assert.Equal(new ModelId("old pre-release", hash[..8]), Library().Describe(Id(s_pixels)));
        Assert.Null(Info(hash).Place);

        File.WriteAllBytes(_folder["found.safetensors"], s_pixels);

        Assert.Equal(Id(s_pixels), Library().Get(ModelKind.PixelCnn, Id(s_pixels)).Id);
        Assert.Equal(("old pre-release", "pre-release", _folder["found.safetensors"]),
            (Info(hash).Name, Info(hash).Status, Info(hash).Place));

        VaeModelInfo Info(string sha256) => ModelInventory.Of(Library()).Single(model => model.Sha256 == sha256);
    }

    /// <summary>Two weight files of one id, found among some hundred thousand headers.</summary>
    [Fact]
    public void IdsThatCollideAreTold()
    {
        var seen = new Dictionary<uint, byte[]>();
        byte[] first = [], second = [];
        for (int i = 0; second.Length == 0; i++)
        {
            byte[] file = SafeTensors.WriteHalf([], new Dictionary<string, string>
            {
                ["spec"] = "{\"widths\":1,\"beta_range\":2}",
                ["n"] = i.ToString(System.Globalization.CultureInfo.InvariantCulture)
            });
            if (!seen.TryAdd(Id(file), file))
                (first, second) = (seen[Id(file)], file);
        }

        File.WriteAllBytes(_folder["1.safetensors"], first);
        File.WriteAllBytes(_folder["2.safetensors"], second);
        string id = $"{Id(first):x8}";
        AssertUnknown(Assert.Throws<VaeCodecException>(() => Library().Get(ModelKind.Hvae, Id(first))), "several", id,
            _folder["1.safetensors"], _folder["2.safetensors"]);
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => Library().Choose(ModelKind.Hvae, id));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Contains(RandomModel.Hash(second)[..16], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyingFindsWhatIsWrong()
    {
        Pack(s_hvae, "a", "hvae");
        Pack(s_vlae, "b", "vlae");
        Pack(s_pixels, "c", "vlae");
        Pack(RandomVlae.File(RandomVlae.Small, 45), "d", "vlae");
        File.Delete(_package["d-r1.safetensors"]);
        byte[] damaged = [.. s_vlae];
        damaged[^1] ^= 1;
        File.WriteAllBytes(_package["b-r1.safetensors"], damaged);
        File.WriteAllBytes(_folder["junk.safetensors"], new byte[100]);
        Dictionary<string, VaeModelInfo> models = ModelInventory.Of(Library())
            .Where(model => model.Place?.Contains("assembly", StringComparison.Ordinal) != true).ToDictionary(model => model.Name);

        Assert.Equal(["a-r1", "b-r1", "c-r1", "d-r1", "junk"], models.Keys.Order(StringComparer.Ordinal));
        VaeModels.Verify(models["a-r1"]);
        foreach ((string name, string word) in new[] { ("b-r1", "SHA-256"), ("c-r1", "pixelcnn"), ("d-r1", "missing"),
            ("junk", "no model") })
            AssertUnknown(Assert.Throws<VaeCodecException>(() => VaeModels.Verify(models[name])), name, word);
        Assert.Null(models["d-r1"].Place);
    }

    [Fact]
    public void AnAssemblyIsSearchedLast()
    {
        byte[] expected = RandomVlae.File(AssemblyModel.Spec, AssemblyModel.Seed);
        VaeModels.Register(typeof(ModelLibraryTests).Assembly);
        VaeModels.Register(typeof(ModelLibraryTests).Assembly);

        VlaeModel model = ModelLibrary.In(_folder.Path).Get(ModelKind.Vlae, Id(expected));

        Assert.Equal(AssemblyModel.Spec.Side, model.Spec.Side);
        Assert.Same(model, ModelLibrary.In(null).Choose(ModelKind.Vlae, AssemblyModel.Name));
        VaeModelInfo info = Assert.Single(VaeModels.List(_folder.Path), known => known.Sha256 == RandomModel.Hash(expected));
        Assert.Contains("VaeCodec.Codec.Tests", info.Place, StringComparison.Ordinal);
        VaeModels.Verify(info);
        Assert.Equal([ModelLibrary.PackageFolder, _folder.Path, "VaeCodec.Codec.Tests"], VaeModels.Places(_folder.Path));
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() =>
            VaeModels.Register(typeof(string).Assembly)).Kind);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"models\": 3}")]
    [InlineData("{\"models\": [{\"name\": \"a\"}]}")]
    [InlineData("{\"models\": [{\"name\": \"a\", \"release\": 1, \"kind\": \"other\", \"id\": \"ID\", \"sha256\": \"HASH\", \"bytes\": 1, "
        + "\"status\": \"default\"}]}")]
    [InlineData("{\"models\": [{\"name\": \"../a\", \"release\": 1, \"kind\": \"hvae\", \"id\": \"ID\", \"sha256\": \"HASH\", \"bytes\": "
        + "1, \"status\": \"default\"}]}")]
    [InlineData("{\"models\": [{\"name\": \"a\", \"release\": 1, \"kind\": \"hvae\", \"id\": \"00000000\", \"sha256\": \"HASH\", "
        + "\"bytes\": 1, \"status\": \"default\"}]}")]
    [InlineData("{\"models\": [{\"name\": \"a\", \"release\": 1, \"kind\": \"hvae\", \"id\": \"ID\", \"sha256\": \"HASH\", \"bytes\": 1, "
        + "\"status\": \"new\"}]}")]
    public void AListThatDoesNotHoldTogetherIsRefused(string json)
    {
        string hash = RandomModel.Hash(s_hvae), text = json.Replace("HASH", hash, StringComparison.Ordinal)
            .Replace("ID", hash[..8], StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ModelEntry.ReadList(Encoding.UTF8.GetBytes(text)));
    }

    private void Pack(byte[] file, string name, string kind, string status = "default", int release = 1) =>
        WeightsFolder.Add(_package, _entries, file, name, kind, status, release);

    private ModelLibrary Library()
    {
        WeightsFolder.WriteList(_package, _entries);
        return new(ListedModels.InFolder(_package.Path), new(_folder.Path));
    }

    private static uint Id(byte[] file) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(file));

    private static void AssertUnknown(VaeCodecException error, params string[] words)
    {
        Assert.Equal(VaeCodecErrorKind.UnknownModel, error.Kind);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
