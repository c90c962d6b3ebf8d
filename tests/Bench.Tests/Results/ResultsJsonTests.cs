using System.Text.Json;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Results;

public class ResultsJsonTests
{
    [Fact]
    public void HasTheSchemasNames()
    {
        JsonElement json = JsonSerializer.Deserialize<JsonElement>(ResultsJson.Write(SmallResults.Make()));
        Assert.Equal("vaecodec-bench/1", json.GetProperty("schema").GetString());
        Assert.Equal(["schema", "created", "machine", "folder", "images", "codecs", "missing", "measurements", "curves", "reference",
            "bd_rates", "image_bd_rates", "comparisons", "progression"], Names(json));
        Assert.Equal(["codec", "image", "setting", "bytes", "bpp", "psnr_rgb_db", "psnr_y_db", "ms_ssim", "ssimulacra2", "encode_ms",
            "encode_cpu_ms", "decode_ms", "decode_cpu_ms", "layer_bits", "exact"],
            Names(json.GetProperty("measurements")[0]));
        Assert.Equal(["setting", "bpp", "psnr_rgb_db", "psnr_y_db", "ms_ssim", "ssimulacra2", "speed", "layer_bpp",
            "file_over_estimate"],
            Names(json.GetProperty("curves")[0].GetProperty("points")[0]));
        Assert.Equal(["codec", "anchor", "common", "band", "ms_ssim", "ssimulacra2"], Names(json.GetProperty("bd_rates")[0]));
        Assert.Equal(["percent", "low_db", "high_db"], Names(json.GetProperty("bd_rates")[0].GetProperty("common")));
    }

    [Fact]
    public void ReadsBackWhatItWrites()
    {
        string json = ResultsJson.Write(SmallResults.Make());
        Assert.Equal(json, ResultsJson.Write(ResultsJson.Read(json)));
    }

    [Fact]
    public void RefusesAnotherSchema()
    {
        string json = ResultsJson.Write(SmallResults.Make() with { Schema = "vaecodec-bench/0" });
        Assert.Throws<JsonException>(() => ResultsJson.Read(json));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
