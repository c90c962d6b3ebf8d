using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Networks.Tests.Hvae;

public sealed class HvaeSpecTests
{
    [Fact]
    public void JsonGoesThereAndBack()
    {
        HvaeSpec spec = HvaeSpec.Parse(RandomModel.SmallSpec.ToJson());
        Assert.Equal(RandomModel.SmallSpec.ToJson(), spec.ToJson());
        Assert.Equal((3, 3, 16), (spec.Layers, spec.Scales, spec.CoarsestStride));
    }

    [Fact]
    public void WhatASpecDoesNotHaveIsNotWritten()
    {
        string plain = RandomModel.SmallSpec.ToJson(), full = (RandomModel.SmallSpec with
        {
            BetaSplit = 6,
            ExtraPosteriorBlocks = 1,
            FilmShift = true,
        }).ToJson();
        Assert.DoesNotContain("beta_split", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("film_shift", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("extra_posterior_blocks", plain, StringComparison.Ordinal);
        HvaeSpec spec = HvaeSpec.Parse(full);
        Assert.Equal((6, 1, true), (spec.BetaSplit, spec.ExtraPosteriorBlocks, spec.FilmShift));
        Assert.Equal(full, spec.ToJson());
    }

    [Fact]
    public void WhatThisVersionCannotKnowIsRefusedByName()
    {
        string json = RandomModel.SmallSpec.ToJson().Replace("{", "{\"attention\":true,", StringComparison.Ordinal);
        Assert.Contains("attention", Assert.Throws<InvalidDataException>(() => HvaeSpec.Parse(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreBlocksAndShiftsHaveParametersThatAReaderWithoutThemRefuses()
    {
        HvaeSpec spec = RandomModel.SmallSpec with { ExtraPosteriorBlocks = 1, FilmShift = true };
        var parameters = new HvaeNetwork(spec).Parameters.ToDictionary(p => p.Name, p => p.Shape);
        Assert.Contains("latent.1.0.posterior_more.0.conv3.weight", parameters.Keys);
        Assert.Equal([96, 8], parameters["latent.1.0.prior_block.film.weight"]);
        foreach (HvaeSpec known in new[] { spec with { ExtraPosteriorBlocks = 0 }, spec with { FilmShift = false } })
        {
            byte[] file = RandomModel.File(spec, 1), claimed = RandomModel.File(known, 1);
            Assert.NotEqual(file.Length, claimed.Length);
            Assert.Throws<InvalidDataException>(() => HvaeWeights.Parse(WithSpec(file, spec, known)));
        }
    }

    private static byte[] WithSpec(byte[] file, HvaeSpec from, HvaeSpec to)
    {
        SafeTensors tensors = SafeTensors.Parse(file);
        var shapes = new HvaeNetwork(from).Parameters;
        return SafeTensors.WriteHalf(shapes.Select(p => (p.Name, p.Shape, tensors.Read(p.Name, p.Shape))),
            new Dictionary<string, string> { ["spec"] = to.ToJson() });
    }

    [Theory]
    [InlineData("\"widths\":[32,64,32]", "\"widths\":[32,60,32]")]
    [InlineData("\"widths\":[32,64,32]", "\"widths\":[32,64]")]
    [InlineData("\"latents\":[[5],[7,40]]", "\"latents\":[[5],[]]")]
    [InlineData("\"embedding\":8", "\"embedding\":0")]
    [InlineData("\"log2_scale\":[-4,6]", "\"log2_scale\":[6,-4]")]
    [InlineData("\"log2_scale\":[-4,6]", "\"log2_scale\":[-4]")]
    [InlineData("\"latents\":[[5],[7,40]]", "\"latents\":[[5],null]")]
    [InlineData("\"widths\":[32,64,32]", "\"widths\":null")]
    [InlineData("\"analysis_blocks\":[1,1,2]", "\"analysis_blocks\":[1,1,2,1]")]
    [InlineData("{", "[")]
    public void SizesThatNoNetworkCanHaveAreRefused(string from, string to)
    {
        string json = RandomModel.SmallSpec.ToJson();
        Assert.Contains(from, json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => HvaeSpec.Parse(json.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public void LayersAreNumberedInCodingOrderWithTheirOwnParameterNames()
    {
        var network = new HvaeNetwork(RandomModel.SmallSpec);
        Assert.Equal([0, 1, 2], network.Layers.Select(l => l.Index));
        Assert.Equal(["latent.0.0", "latent.1.0", "latent.1.1"], network.Layers.Select(l => l.Name));
        string[] names = [.. network.Parameters.Select(p => p.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void TheCostOfANetworkIsCountedPerPixel()
    {
        var flat = new HvaeNetwork(RandomModel.SmallSpec with
        {
            Widths = [32, 32],
            AnalysisBlocks = [0, 0],
            Latents = [[4]],
            SynthesisBlocks = 0
        });
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
