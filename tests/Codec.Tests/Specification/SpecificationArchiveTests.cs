using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Archives;
using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Tests.Vlae;
using VaeCodec.Inference.Vlae;
using VaeCodec.Models;
using VaeCodec.Networks.Vlae;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>The archive's document says enough: a decoder written from it alone gives the same small pictures.</summary>
public class SpecificationArchiveTests
{
    [Fact]
    public void TheDocumentDecodesTheGoldenArchive()
    {
        byte[] file = File.ReadAllBytes(Corpus.PathOf("vectors/archives/chains.vaea"));
        var archive = new VaeArchive(file);
        Dictionary<string, byte[]> pictures = SpecificationArchive.Decode(file,
            id => File.ReadAllBytes(Directory.GetFiles(ModelLibrary.PackageFolder, "*.safetensors").Single(path => IsModel(path, id))));
        Assert.Equal(archive.Entries.Select((entry, i) => (entry.Name, Convert.ToHexString(archive.Decode(i).Pixels))),
            pictures.Select(p => (p.Key, Convert.ToHexString(p.Value))));
    }

    /// <summary>Models of every kind in one archive, with a file between.</summary>
    [Fact]
    public void TheDocumentCoversModelsOfEveryKind()
    {
        VlaeSpec[] specs = [RandomVlae.Small, RandomVlae.Ladder, RandomVlae.Flow, RandomVlae.Swap];
        var random = new Random(3);
        var items = new List<ArchiveItem> { new("file.png", new byte[] { 1, 2, 3 }) };
        var sets = new List<ArchiveChains>();
        var weights = new Dictionary<uint, byte[]>();
        var pictures = new Dictionary<string, byte[]>();
        foreach (VlaeSpec spec in specs)
        {
            byte[] file = RandomVlae.File(spec, 4, gain: 0.6f);
            var model = new VlaeModel(VlaeWeights.Parse(file));
            byte[][] small = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, spec.Side * spec.Side)
                .Select(_ => (byte)(spec.Pixels.IsBinary ? 255 * random.Next(2) : random.Next(256))).ToArray())];
            byte[][] streams = [.. small.Chunk(2).Select(chain => BitsBackChain.Encode(new VlaeLatentModel(model, new()),
                [.. chain.Select(p => (ReadOnlyMemory<byte>)p)], new double[chain.Length], out _))];
            weights.Add(model.Id, file);
            for (int i = 0; i < small.Length; i++)
            {
                items.Add(new($"{sets.Count} {i}", null, sets.Count));
                pictures.Add($"{sets.Count} {i}", small[i]);
            }

            sets.Add(new(model.Id, spec.Side, 2, [.. streams.Select(stream => (ReadOnlyMemory<byte>)stream)]));
        }

        Assert.Equal(pictures, SpecificationArchive.Decode(new ArchiveFile(items, sets).Write(), id => weights[id]));
    }

    private static bool IsModel(string path, uint id)
        => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(File.ReadAllBytes(path))) == id;
}
