using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class RoundTripTests(EncodedSample sample) : IClassFixture<EncodedSample>
{
    private static readonly string[] EncodeFields = ["file", "output", "status", "width", "height", "bytes", "bpp", "psnr", "mode",
        "quality", "beta", "layer_bits", "encode_ms", "model", "warnings"];
    private static readonly string[] DecodeFields = ["file", "output", "status", "width", "height", "decode_ms", "pixels_crc32c", "model",
        "warnings"];

    [Theory]
    [InlineData("sample.png", "0", 18)]
    [InlineData("sample.png", "35.5", 22)]
    [InlineData("sample.png", "100", 30)]
    [InlineData("gray.png", "60", 26)]
    [InlineData("rgba.png", "60", 26)]
    [InlineData("tiny.png", "60", 12)]
    public async Task APictureComesBackAsTheEncoderSaid(string name, string quality, double leastPsnr)
    {
        using var scratch = new ScratchFolder();

        JsonElement encoded = await VaecTool.JsonAsync("encode", Corpus.PathOf(name), "-o", scratch["a.vaec"], "-q", quality, "--exact",
            "never");
        JsonElement decoded = await VaecTool.JsonAsync("decode", scratch["a.vaec"], "-o", scratch["a.png"]);

        PixelImage before = ImageFile.Load(Corpus.PathOf(name)), after = ImageFile.Load(scratch["a.png"]);
        Assert.Equal(EncodeFields, encoded.EnumerateObject().Select(field => field.Name).Where(field => field != "colour_bytes"));
        Assert.Equal(before.IsGray, encoded.TryGetProperty("colour_bytes", out _));
        Assert.Equal(DecodeFields, decoded.EnumerateObject().Select(field => field.Name));
        Assert.Equal((before.Width, before.Height, before.Channels), (after.Width, after.Height, after.Channels));
        Assert.Equal((before.Width, before.Height), (encoded.GetProperty("width").GetInt32(), encoded.GetProperty("height").GetInt32()));
        Assert.Equal((before.Width, before.Height), (decoded.GetProperty("width").GetInt32(), decoded.GetProperty("height").GetInt32()));

        long bytes = new FileInfo(scratch["a.vaec"]).Length;
        Assert.Equal(bytes, encoded.GetProperty("bytes").GetInt64());
        Assert.Equal(bytes * 8.0 / (before.Width * before.Height), encoded.GetProperty("bpp").GetDouble(), 9);
        Assert.Equal(double.Parse(quality, System.Globalization.CultureInfo.InvariantCulture), encoded.GetProperty("quality").GetDouble());
        Assert.Equal(Psnr(before, after), encoded.GetProperty("psnr").GetDouble(), 6);
        Assert.True(encoded.GetProperty("psnr").GetDouble() >= leastPsnr, encoded.GetRawText());
        Assert.Equal(encoded.GetProperty("beta").GetArrayLength(), encoded.GetProperty("layer_bits").GetArrayLength());
        if (before.HasAlpha)
            Assert.Equal(Alpha(before), Alpha(after));
    }

    [Fact]
    public async Task BetterQualityCostsMoreAndShowsMore()
    {
        using var scratch = new ScratchFolder();
        var points = new List<(double Bpp, double Psnr)>();
        foreach (string quality in (string[])["10", "40", "70", "95"])
        {
            JsonElement encoded = await VaecTool.JsonAsync("encode", Corpus.PathOf("sample.png"), "-o", scratch["a.vaec"], "-q", quality,
                "--force");
            points.Add((encoded.GetProperty("bpp").GetDouble(), encoded.GetProperty("psnr").GetDouble()));
        }

        Assert.Equal(points.Order(), points);
        Assert.Equal(points.OrderBy(point => point.Psnr), points);
    }

    [Fact]
    public async Task BetaTakesThePlaceOfQuality()
    {
        using var scratch = new ScratchFolder();

        JsonElement encoded = await VaecTool.JsonAsync("encode", Corpus.PathOf("gray.png"), "-o", scratch["a.vaec"], "--beta", "0.001");

        Assert.Equal(JsonValueKind.Null, encoded.GetProperty("quality").ValueKind);
        Assert.All(encoded.GetProperty("beta").EnumerateArray(), beta => Assert.InRange(beta.GetDouble(), 0.00095, 0.00105));
    }

    [Fact]
    public async Task StandardStreamsCarryTheSameBytesAsFiles()
    {
        byte[] picture = await File.ReadAllBytesAsync(Corpus.PathOf("gray.png"), TestContext.Current.CancellationToken);

        ChildResult encoded = await VaecTool.RunAsync(Isa.Native, picture, "encode", "-", "-o", "-");
        ChildResult decoded = await VaecTool.RunAsync(Isa.Native, encoded.Output, "decode", "-", "-o", "-");

        VaecTool.AssertSuccess(encoded);
        VaecTool.AssertSuccess(decoded);
        Assert.Equal(await File.ReadAllBytesAsync(sample.Gray, TestContext.Current.CancellationToken), encoded.Output);
        Assert.Equal(199, ImageFile.Load(decoded.Output).Width);
    }

    [Fact]
    public async Task FewerLayersShowACoarserPicture()
    {
        using var scratch = new ScratchFolder();
        PixelImage original = ImageFile.Load(Corpus.PathOf("sample.png"));
        var psnr = new List<double>();
        foreach (string layers in (string[])["0", "1", "4", "8"])
        {
            VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", sample.Colour, "-o", scratch["a.png"], "--layers", layers,
                "--force"));
            psnr.Add(Psnr(original, ImageFile.Load(scratch["a.png"])));
        }

        Assert.Equal(psnr.Order(), psnr);
        Assert.True(psnr[^1] > psnr[0] + 5, string.Join(", ", psnr));
    }

    [Fact]
    public async Task InfoShowsTheHeaderAndTheLayers()
    {
        using var scratch = new ScratchFolder();

        JsonElement info = await VaecTool.JsonAsync("info", sample.Colour);
        JsonElement decoded = await VaecTool.JsonAsync("decode", sample.Colour, "-o", scratch["a.ppm"]);
        ChildResult text = await VaecTool.RunAsync("info", sample.Colour);

        Assert.Equal((480, 320, 3), (info.GetProperty("width").GetInt32(), info.GetProperty("height").GetInt32(),
            info.GetProperty("channels").GetInt32()));
        Assert.Equal(decoded.GetProperty("pixels_crc32c").GetString(), info.GetProperty("pixels_crc32c").GetString());
        Assert.Equal(new FileInfo(sample.Colour).Length, info.GetProperty("file_bytes").GetInt64());
        double layers = info.GetProperty("layer_bits").EnumerateArray().Sum(bits => bits.GetDouble()) / 8;
        Assert.InRange(info.GetProperty("latent_bytes").GetInt32(), layers - 1, (layers * 1.02) + 64);
        VaecTool.AssertSuccess(text);
        Assert.Contains("480 x 320", text.Text, StringComparison.Ordinal);
    }

    private static double Psnr(PixelImage a, PixelImage b)
    {
        int colours = a.IsGray ? 1 : 3;
        double squares = 0, values = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
        {
            bool counts = i % a.Channels < colours && (!a.HasAlpha || a.Pixels[(i / a.Channels * a.Channels) + a.Channels - 1] > 0);
            squares += counts ? Math.Pow(a.Pixels[i] - b.Pixels[i], 2) : 0;
            values += counts ? 1 : 0;
        }

        return 10 * Math.Log10(255.0 * 255 * values / squares);
    }

    private static IEnumerable<byte> Alpha(PixelImage image) => image.Pixels.Where((_, i) => i % image.Channels == image.Channels - 1);
}
