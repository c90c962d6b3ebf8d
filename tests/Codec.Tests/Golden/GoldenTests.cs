using System.Globalization;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Specification;
using VaeCodec.Networks.Hvae;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Golden;

/// <summary>Every picture ever put into corpus/vectors decodes, or fails, as it did then: by the codec, and by the decoder that was written
/// from the format's document.</summary>
public class GoldenTests
{
    private static readonly List<GoldenVector> s_vectors = Vectors();
    private static readonly DecoderOptions s_options = new() { ModelsFolder = GoldenVector.Models };

    public static TheoryData<string> Sound => [.. s_vectors.Where(v => v.Error is null).Select(v => v.File)];

    public static TheoryData<string> CutShort => [.. s_vectors.Where(v => v.LayersLeft is not null).Select(v => v.File)];

    public static TheoryData<string> Unsound => [.. s_vectors.Where(v => v.Error is not null).Select(v => v.File)];

    [Theory]
    [MemberData(nameof(Sound))]
    public void PixelsAreTheSameForEver(string name)
    {
        (GoldenVector vector, byte[] file) = Load(name);

        for (int layers = 0; layers < vector.PixelsCrc32c!.Length; layers++)
            Assert.Equal(vector.PixelsCrc32c[layers], Crc(new VaeDecoder(s_options with { Layers = layers }).Decode(file).Pixels));
        PixelImage image = new VaeDecoder(s_options).Decode(file);
        Assert.Equal((vector.Width, vector.Height, vector.Channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(vector.PixelsCrc32c[^1], Crc(image.Pixels));
        Assert.Equal(vector.MetadataCrc32c, MetadataCrc(image.Metadata));
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void TheDocumentGivesTheSamePixels(string name)
    {
        (GoldenVector vector, byte[] file) = Load(name);
        if (VaecFile.Read(file).IsPlain)
        {
            Assert.Equal(vector.PixelsCrc32c!.Single(), Crc(SpecificationDecoder.Decode(file, [])));
            return;
        }

        byte[] weights = File.ReadAllBytes(Directory.GetFiles(GoldenVector.Models)
            .Single(path => ModelIdOf(path) == VaecFile.Read(file).Header.ModelId));

        for (int layers = 0; layers < vector.PixelsCrc32c!.Length; layers++)
            Assert.Equal(vector.PixelsCrc32c[layers], Crc(SpecificationDecoder.Decode(file, weights, layers)));
    }

    [Theory]
    [MemberData(nameof(CutShort))]
    public void WhatIsLeftIsTheSameForEver(string name)
    {
        (GoldenVector vector, byte[] file) = Load(name);

        DecodedImage decoded = new VaeDecoder(s_options with { AllowTruncated = true }).DecodeDetailed(file);

        Assert.True(decoded.IsCutShort);
        Assert.Equal(vector.LayersLeft, decoded.Layers);
        Assert.Equal(vector.PixelsCrc32c![0], Crc(decoded.Image.Pixels));
        Assert.Equal(vector.MetadataCrc32c, MetadataCrc(decoded.Image.Metadata));
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void ErrorsAreTheSameForEver(string name)
    {
        (GoldenVector vector, byte[] file) = Load(name);

        Assert.Equal(vector.Error, Assert.Throws<VaeCodecException>(() => new VaeDecoder(s_options).Decode(file)).Kind.ToString());
    }

    [Fact]
    public void BadContainersFailInTheDecoderToo()
    {
        foreach (string path in Directory.GetFiles(Corpus.PathOf("vectors/invalid")))
        {
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder(s_options).Decode(File.ReadAllBytes(path)));
            Assert.Equal(Path.GetFileName(path).Split('-')[0], error.Kind.ToString());
        }
    }

    [Fact]
    public void TheListIsWhatThereIs()
    {
        Assert.Equal(s_vectors.Select(v => v.File).Append("vectors.json").Order(StringComparer.Ordinal),
            Directory.GetFiles(Corpus.PathOf("vectors/pictures")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(s_vectors.Select(v => v.File[..^5]).Order(StringComparer.Ordinal),
            GoldenCatalog.Sound.Keys.Concat(GoldenCatalog.Plain.Keys)
                .Concat(GoldenCatalog.CutShort.Keys).Concat(GoldenCatalog.Unsound.Keys).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(GoldenVector.Models), path => Assert.InRange(new FileInfo(path).Length, 1, 300_000));
    }

    private static (GoldenVector Vector, byte[] File) Load(string name) =>
        (s_vectors.Single(v => v.File == name), File.ReadAllBytes(GoldenVector.PathOf(name)));

    private static uint ModelIdOf(string path) => HvaeWeights.Parse(File.ReadAllBytes(path)).Id;

    private static string Crc(ReadOnlySpan<byte> bytes) => Crc32C.Compute(bytes).ToString("x8", CultureInfo.InvariantCulture);

    private static string[]? MetadataCrc(ImageMetadata metadata)
        => metadata.IsEmpty ? null : [Crc(metadata.Icc.Span), Crc(metadata.Exif.Span), Crc(metadata.Xmp.Span)];

    /// <summary>The list, after what is missing has been added where that is asked for.</summary>
    private static List<GoldenVector> Vectors()
    {
        List<GoldenVector> vectors = [.. GoldenVector.ReadAll()];
        if (Environment.GetEnvironmentVariable("VAECODEC_WRITE_VECTORS") != "1")
            return vectors;
        Directory.CreateDirectory(GoldenVector.Models);
        Directory.CreateDirectory(Corpus.PathOf("vectors/pictures"));
        foreach ((string name, Func<byte[]> make) in GoldenCatalog.Models.Where(model =>
            !File.Exists(Path.Combine(GoldenVector.Models, model.Key))))
            File.WriteAllBytes(Path.Combine(GoldenVector.Models, name), make());
        foreach ((string name, Func<byte[]> make) in GoldenCatalog.Sound.Concat(GoldenCatalog.Plain)
            .Concat(GoldenCatalog.CutShort).Concat(GoldenCatalog.Unsound)
            .Where(entry => !File.Exists(GoldenVector.PathOf(entry.Key + ".vaec"))))
        {
            byte[] file = make();
            vectors.Add(Described(name, file));
            File.WriteAllBytes(GoldenVector.PathOf(name + ".vaec"), file);
        }

        GoldenVector.WriteAll(vectors);
        return vectors;
    }

    private static GoldenVector Described(string name, byte[] file)
    {
        VaecHeader header = VaecFile.ReadHeader(file.AsSpan(0, Math.Min(file.Length, 64)));
        var vector = new GoldenVector(name + ".vaec", header.Width, header.Height, header.Channels);
        var options = new DecoderOptions { ModelsFolder = GoldenVector.Models };
        if (GoldenCatalog.Unsound.ContainsKey(name))
            return vector with { Error = name.Split('-')[0] };
        if (GoldenCatalog.CutShort.ContainsKey(name))
        {
            DecodedImage cut = new VaeDecoder(options with { AllowTruncated = true }).DecodeDetailed(file);
            return vector with
            {
                Error = nameof(VaeCodecErrorKind.Corrupt),
                LayersLeft = cut.Layers,
                PixelsCrc32c = [Crc(cut.Image.Pixels)],
                MetadataCrc32c = MetadataCrc(cut.Image.Metadata),
            };
        }

        int all = new VaeDecoder(options).DecodeDetailed(file).LayersInAll;
        return vector with
        {
            PixelsCrc32c = [.. Enumerable.Range(0, all + 1).Select(layers =>
                Crc(new VaeDecoder(options with { Layers = layers }).Decode(file).Pixels))],
            MetadataCrc32c = MetadataCrc(new VaeDecoder(options).Decode(file).Metadata),
        };
    }
}
