using VaeCodec.Networks.Hvae;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Networks.Tests.Hvae;

public sealed class HvaeSpecTests
{
    [Fact]
    public void Json_goes_there_and_back()
    {
        HvaeSpec spec = HvaeSpec.Parse(RandomModel.SmallSpec.ToJson());
        Assert.Equal(RandomModel.SmallSpec.ToJson(), spec.ToJson());
        Assert.Equal((3, 3, 16), (spec.Layers, spec.Scales, spec.CoarsestStride));
    }

    [Theory]
    [InlineData("\"widths\":[32,64,32]", "\"widths\":[32,60,32]")]
    [InlineData("\"widths\":[32,64,32]", "\"widths\":[32,64]")]
    [InlineData("\"latents\":[[5],[7,40]]", "\"latents\":[[5],[]]")]
    [InlineData("\"embedding\":8", "\"embedding\":0")]
    [InlineData("\"log2_scale\":[-4,6]", "\"log2_scale\":[6,-4]")]
    [InlineData("\"log2_scale\":[-4,6]", "\"log2_scale\":[-4,200]")]
    [InlineData("\"latents\":[[5],[7,40]]", "\"latents\":[[5],null]")]
    [InlineData("\"widths\":[32,64,32]", "\"widths\":null")]
    [InlineData("\"analysis_blocks\":[1,1,2]", "\"analysis_blocks\":[1,1,2,1]")]
    [InlineData("{", "[")]
    public void Sizes_that_no_network_can_have_are_refused(string from, string to)
    {
        string json = RandomModel.SmallSpec.ToJson();
        Assert.Contains(from, json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => HvaeSpec.Parse(json.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void Layers_are_numbered_in_coding_order_with_their_own_parameter_names()
    {
        var network = new HvaeNetwork(RandomModel.SmallSpec);
        Assert.Equal([0, 1, 2], network.Layers.Select(l => l.Index));
        Assert.Equal(["latent.0.0", "latent.1.0", "latent.1.1"], network.Layers.Select(l => l.Name));
        string[] names = [.. network.Parameters.Select(p => p.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void The_cost_of_a_network_is_counted_per_pixel()
    {
        var flat = new HvaeNetwork(RandomModel.SmallSpec with { Widths = [32, 32], AnalysisBlocks = [0, 0], Latents = [[4]],
            SynthesisBlocks = 0 });
        const double block = 32 * 16 * 9 + 16 * 32;
        // per position at 1/8 (64 pixels): before, prior, merge and after blocks, prior and merge convolutions, up; at 1/4 (16 pixels):
        // unpatch
        double decoder = (4 * block + 32 * 8 + 4 * 32 + 32 * 128) / 64 + 32 * 48 * 9 / 16.0;
        // and the analysis: patch, down; the posterior: join, block, convolution
        double encoder = decoder + 48 * 32 / 16.0 + (32 * 4 * 32 + 64 * 32 + block + 32 * 4) / 64;
        HvaeCost cost = HvaeCost.Of(flat);
        Assert.Equal(decoder, cost.DecoderPerPixel, 1e-9);
        Assert.Equal(encoder, cost.EncoderPerPixel, 1e-9);
    }
}
