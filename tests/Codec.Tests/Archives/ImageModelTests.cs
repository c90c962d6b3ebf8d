using VaeCodec.Codec.Tests.Models;
using VaeCodec.Inference.Tests.Vlae;
using VaeCodec.Models;
using VaeCodec.Networks.Vlae;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>Archives with several models of small pictures: a folder of random ones, of side 12, takes the place of those that
/// ship.</summary>
public sealed class ImageModelTests : IDisposable
{
    private const int Side = 12;

    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, string> _ids = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>Random models suit nothing well, so most pictures are cheaper without them; which, their bits decide.</summary>
    [Fact]
    public void EveryPictureComesBackWhateverHoldsIt()
    {
        ModelLibrary models = Models(withBinary: true);
        (string Name, PixelImage Image)[] pictures = Pictures();
        foreach (string? model in new[] { null, "binary", "gray", "other", "swap", _ids["other"] })
        {
            VaeArchiveSummary summary = Pack(models, pictures, model);
            var archive = new VaeArchive(summary.Bytes, null, models);
            Assert.Equal(summary.ChainBits + summary.InitialBits, Math.Round(8 * archive.Entries
                .Where(e => e.Kind != VaeArchiveKind.Vaec).Sum(e => e.Bytes)));
            for (int i = pictures.Length - 1; i >= 0; i--)
                Assert.Equal(pictures[i].Image.Pixels, archive.Decode(i, cancellationToken: Stop).Pixels);
        }
    }

    [Fact]
    public void AModelOfChoiceIsTheOnlyOne()
    {
        ModelLibrary models = Models(withBinary: true);
        foreach (string name in new[] { "other", "swap", "gray" })
            Assert.All(Chosen(name), used => Assert.Equal(name, used));
        Assert.Equal((0, 1, 3), (Unfit(null), Unfit("gray"), Unfit("binary")));
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => Chosen("nobody"));
        Assert.Equal(VaeCodecErrorKind.UnknownModel, error.Kind);
        Assert.Contains("nobody", error.Message, StringComparison.Ordinal);
        Assert.Contains($"binary-r1 ({_ids["binary"]})", error.Message, StringComparison.Ordinal);

        int Unfit(string? name) => Pack(models, Pictures(), name).Unfit;

        string[] Chosen(string name) => [.. Pack(models, Pictures(), name).Chains.Where(chains => chains.Model is not null)
            .Select(chains => NameOf(chains.Model!.ToString()))];
    }

    [Fact]
    public void AListThatCannotBeReadIsTold()
    {
        File.WriteAllText(_folder["models.json"], "{\"models\": [{}]}");
        VaeCodecException error = Assert.Throws<VaeCodecException>(() =>
            Pack(new(ListedModels.InFolder(_folder.Path), null), Pictures(), null));
        Assert.Equal(VaeCodecErrorKind.UnknownModel, error.Kind);
        Assert.Contains(_folder["models.json"], error.Message, StringComparison.Ordinal);
    }

    private static VaeArchiveSummary Pack(ModelLibrary models, (string Name, PixelImage Image)[] pictures, string? imageModel)
    {
        var writer = new VaeArchiveWriter(new() { Restart = 2, ImageModel = imageModel, Encoder = new() { Mode = Mode.Lossless() } },
            models);
        foreach ((string name, PixelImage image) in pictures)
            writer.Add(name, image, cancellationToken: Stop);
        return writer.Finish(null, Stop);
    }

    /// <summary>Two that are binary, two that are not, one of another size, and a black one.</summary>
    private static (string, PixelImage)[] Pictures()
    {
        var random = new Random(1);
        return
        [
            ("a.png", Small(_ => 255 * random.Next(2))), ("b.png", Small(_ => random.Next(256))),
                ("c.png", Small(i => i % 5 == 0 ? 255 : 0)), ("d.png", Small(i => i)),
            ("e.png", new(Side, Side + 1, 1, new byte[Side * (Side + 1)])), ("f.png", Small(_ => 0)),
        ];

        static PixelImage Small(Func<int, int> value) => new(Side, Side, 1,
            [.. Enumerable.Range(0, Side * Side).Select(i => (byte)value(i))]);
    }

    private static string NameOf(string model) => model.Split(' ', '-')[0];

    private ModelLibrary Models(bool withBinary)
    {
        (string Name, VlaeSpec Spec)[] specs = [("other", RandomVlae.Ladder), ("binary", RandomVlae.Flow), ("gray", RandomVlae.Small),
            ("swap", RandomVlae.Swap)];
        var entries = new List<object>();
        foreach ((string name, VlaeSpec spec) in specs)
        {
            byte[] file = RandomVlae.File(spec, 7, gain: 0.6f);
            _ids[name] = WeightsFolder.Add(_folder, entries, file, name, "vlae",
                name == "gray" || (name == "binary" && withBinary) ? "default" : "released");
        }

        WeightsFolder.WriteList(_folder, entries);
        return new(ListedModels.InFolder(_folder.Path), null);
    }
}
