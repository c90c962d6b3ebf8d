using System.Text.Json;
using System.Text.RegularExpressions;
using VaeCodec.Bench.Tests.Support;
using VaeCodec.Bench.Viewing;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Bench.Tests.Viewing;

public sealed class ViewingRunTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ThePageHasAllOfItsFilesAndTheirNamesTellNothing()
    {
        ViewingPage page = Make(sheets: true);
        string[] crops = [.. page.Crops.SelectMany(c => c.Versions.Select(v => v.File).Append(c.Original)).Distinct()];

        Assert.All(crops, file => Assert.Matches("^crops/[0-9a-f]{16}[.]png$", file));
        Assert.Equal(crops.Order(), Directory.EnumerateFiles(_folder["page/crops"]).Select(f => "crops/" + Path.GetFileName(f)).Order());
        Assert.All(crops, file => Assert.Equal((64, 64), SizeOf(file)));
        string html = File.ReadAllText(_folder["page/index.html"]), script = File.ReadAllText(_folder["page/viewing.js"]);
        Assert.All(Regex.Matches(html, "(?:src|href)=\"([^\"]*)\"").Select(m => m.Groups[1].Value).Where(name => name != "data:,"),
            name => Assert.True(File.Exists(_folder["page/" + name]), name));
        Assert.All(Regex.Matches(script, @"element\('(\w+)'\)").Select(m => m.Groups[1].Value),
            id => Assert.Contains($"id=\"{id}\"", html, StringComparison.Ordinal));
        Assert.Equal(["00-a.png", "01-b.png", "02-a.png"],
            Directory.EnumerateFiles(_folder["page/sheets"]).Select(Path.GetFileName).Order());
        Assert.Equal((5 * 68 - 4, 2 * 68 - 4), SizeOf("sheets/00-a.png"));
    }

    [Fact]
    public void TheDataIsAScriptOfTheWholePage()
    {
        ViewingPage page = Make();
        string data = File.ReadAllText(_folder["page/data.js"]);

        JsonElement json = JsonSerializer.Deserialize<JsonElement>(data["const test = ".Length..^";\n".Length]);

        Assert.Equal(["schema", "rule", "codecs", "missing", "crops", "pairs"], Names(json));
        Assert.Equal(["image", "area", "rate", "original", "versions", "left_out"], Names(json.GetProperty("crops")[0]));
        Assert.Equal(["codec", "setting", "bytes", "bpp", "file"], Names(json.GetProperty("crops")[0].GetProperty("versions")[0]));
        Assert.Equal(["crop", "a", "b"], Names(json.GetProperty("pairs")[0]));
        Assert.Equal(page.Pairs.Count, json.GetProperty("pairs").GetArrayLength());

        static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
    }

    /// <summary>The first peer steps by 50 bytes and has the smaller file of both rates' neighbours; the second peer is too coarse for the
    /// higher rate.</summary>
    [Fact]
    public void FilesAreAsLongAsTheFirstPeersAndOthersAreLeftOut()
    {
        ViewingPage page = Make();

        Assert.Equal(6, page.Crops.Count); // three crops at two rates
        Assert.All(page.Crops, c => Assert.True(c.Versions.All(v => Math.Abs(v.Bytes / (double)c.Versions[2].Bytes - 1) <= 0.03), $"{c}"));
        Assert.Equal(["vaecodec", "texture", "first", "second"], page.Crops[0].Versions.Select(v => v.Codec));
        Assert.Equal(["vaecodec", "texture", "first"], page.Crops[1].Versions.Select(v => v.Codec));
        Assert.Equal(["second"], page.Crops[1].LeftOut);
        Assert.Equal(3 * (5 + 3), page.Pairs.Count); // all but first with second, at two rates
        Assert.All(page.Pairs, pair => Assert.True(pair.A < 2 || pair.B < 2));
    }

    [Fact]
    public void APageThatIsThereIsNotReplacedUnasked()
    {
        Make();
        Assert.Contains("index.html: exists already",
            Assert.ThrowsAny<IOException>(() => new ViewingFolder(_folder["page"], replace: false).Prepare()).Message,
            StringComparison.Ordinal);
        new ViewingFolder(_folder["page"], replace: true).Prepare();
    }

    private (int Width, int Height) SizeOf(string file)
    {
        PixelImage image = ImageFile.Load(_folder["page/" + file], null, TestContext.Current.CancellationToken);
        return (image.Width, image.Height);
    }

    private ViewingPage Make(bool sheets = false)
    {
        string[] paths = [_folder["a.png"], _folder["b.png"]];
        ImageFile.Save(Pattern.Original(160, 80), paths[0]);
        ImageFile.Save(Pattern.Coarse(160, 80), paths[1]);
        var options = new ViewingOptions
        {
            Inputs = paths,
            Output = _folder["page"],
            Crops = 3,
            Side = 64,
            Rates = [0.5, 1],
            Sheets = sheets,
        };
        FakeCodec plain = new("vaecodec", 1) { Bytes = q => 400 + 30 * q }, texture = new("texture", 1) { Bytes = q => 414 + 30 * q };
        var codecs = new ViewingCodecs(plain, texture,
            [(new FakeCodec("first", 1), new(50, 2000, 50)), (new FakeCodec("second", 1), new(800, 1000, 200))], []);
        var folder = new ViewingFolder(options.Output, replace: false);
        folder.Prepare();
        return new ViewingRun(options, paths, codecs, folder).Run(() => { }, TestContext.Current.CancellationToken);
    }
}
