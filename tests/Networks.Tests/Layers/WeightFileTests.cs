using System.Security.Cryptography;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Networks.Tests.Layers;

public sealed class WeightFileTests
{
    [Fact]
    public void ValuesNamesAndMetadataGoThereAndBack()
    {
        byte[] file = SafeTensors.WriteHalf([("a", [2, 2], [1f, -0.5f, 0f, 65504f]), ("b", [1], [0.1f])],
            new Dictionary<string, string> { ["k"] = "v" });
        SafeTensors read = SafeTensors.Parse(file);
        Assert.Equal(["a", "b"], read.Names);
        Assert.Equal("v", read.Metadata["k"]);
        Assert.Equal([1f, -0.5f, 0f, 65504f], read.Read("a", [2, 2]));
        Assert.Equal([(float)(Half)0.1f], read.Read("b", [1]));
        Assert.Throws<InvalidDataException>(() => read.Read("a", [4]));
        Assert.Throws<InvalidDataException>(() => read.Read("c", [1]));
    }

    [Fact]
    public void EveryCutAndEveryDamagedHeaderByteIsRefusedOrRead()
    {
        byte[] file = SafeTensors.WriteHalf([("a", [3], [1f, 2f, 3f])], new Dictionary<string, string>());
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => SafeTensors.Parse(file.AsMemory(0, length)));
        for (int at = 0; at < file.Length - 6; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x41;
            try
            {
                _ = SafeTensors.Parse(damaged);
            }
            catch (InvalidDataException)
            {
                // the only kind of failure there is
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HowConvolutionsAreComputedIsPartOfTheSpec(bool winograd)
    {
        HvaeSpec spec = RandomModel.SmallSpec with { Winograd = winograd };
        Assert.Equal(winograd, spec.ToJson().Contains("winograd", StringComparison.Ordinal)); // specs from before have no such member
        HvaeNetwork network = HvaeWeights.Parse(RandomModel.File(spec, 1)).Network;
        Assert.All(network.Convolutions, c => Assert.Equal(winograd && c.Kernel == 3, c.Winograd));
    }

    [Fact]
    public void AModelIsNamedByItsHashAndMustHaveEveryTensor()
    {
        byte[] file = RandomModel.File(RandomModel.SmallSpec, 1);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file))[..8], $"{HvaeWeights.Parse(file).Id:x8}");
        byte[] other = RandomModel.File(RandomModel.SmallSpec with { SynthesisBlocks = 2 }, 1);
        SafeTensors tensors = SafeTensors.Parse(other);
        byte[] stranger = SafeTensors.WriteHalf(new HvaeNetwork(RandomModel.SmallSpec with { SynthesisBlocks = 2 }).Parameters
            .Select(p => (p.Name, p.Shape, tensors.Read(p.Name, p.Shape))),
                new Dictionary<string, string> { ["spec"] = RandomModel.SmallSpec.ToJson() });
        Assert.Throws<InvalidDataException>(() => HvaeWeights.Parse(stranger));
        byte[] incomplete = SafeTensors.WriteHalf([("top", [1, 32, 1, 1], new float[32])],
            new Dictionary<string, string> { ["spec"] = RandomModel.SmallSpec.ToJson() });
        Assert.Throws<InvalidDataException>(() => HvaeWeights.Parse(incomplete));
        Assert.Throws<InvalidDataException>(() => HvaeWeights.Parse(SafeTensors.WriteHalf([], new Dictionary<string, string>())));
        SafeTensors sound = SafeTensors.Parse(file);
        byte[] flat = SafeTensors.WriteHalf(new HvaeNetwork(RandomModel.SmallSpec).Parameters.Select(p =>
            (p.Name, (int[])[.. p.Shape, 1], sound.Read(p.Name, p.Shape))),
            new Dictionary<string, string> { ["spec"] = RandomModel.SmallSpec.ToJson() });
        Assert.Throws<InvalidDataException>(() => HvaeWeights.Parse(flat));
    }
}
