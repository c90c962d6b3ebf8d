using System.Security.Cryptography;
using VaeCodec.Inference.Tests.Vlae;
using VaeCodec.Networks.Vlae;
using Xunit;

namespace VaeCodec.Codec.Tests.Models;

/// <summary>The model that this assembly has as a resource, as a weights package would: a random one, of a side that no other has. With
/// VAECODEC_WRITE_VECTORS=1 its file is made anew.</summary>
public sealed class AssemblyModel
{
    public const string Name = "assembly-r1";

    internal const int Seed = 46;

    internal static readonly VlaeSpec Spec = RandomVlae.Small with
    {
        Side = 4,
        Latents = 1,
        Encoder = [[1, 2, 4, 4, 1]],
        Decoder = [[1, 48, 1, 1, 4]],
        Pixels = RandomVlae.Small.Pixels with { Window = 3, BaseWindow = 1, Hidden = 4, Head = 4 },
    };

    [Fact]
    public void ItIsWhatItsSpecSays()
    {
        byte[] file = RandomVlae.File(Spec, Seed);
        using Stream? resource = GetType().Assembly.GetManifestResourceStream($"weights/{Name}.safetensors");
        if (Environment.GetEnvironmentVariable("VAECODEC_WRITE_VECTORS") == "1")
            File.WriteAllBytes(Path.Combine(VaeCodec.Tests.Shared.Corpus.Root, "tests", "Codec.Tests", "Models", "Assembly",
                $"{Name}.safetensors"), file);
        else
            Assert.Equal(SHA256.HashData(file), SHA256.HashData(resource!));
    }
}
