using System.Security.Cryptography;
using VaeCodec.Codec.Tests.Golden;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using VaeCodec.Tests;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Models;

/// <summary>Weights are found by their hash: in the package, then in a folder.</summary>
public sealed class ModelTests : IDisposable
{
    private static readonly byte[] s_weights = RandomModel.File(RandomModel.SmallSpec, 7);
    private static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData(s_weights));

    private readonly ScratchFolder _folder = new();
    private readonly PixelImage _image = Photo.Crop(30, 20);

    public ModelTests() => File.WriteAllBytes(_folder["second.safetensors"], s_weights);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TwoModelsCoexist()
    {
        byte[] first = new VaeEncoder().Encode(_image).Bytes, second = Encode("second").Bytes;
        var decoder = new VaeDecoder(new() { ModelsFolder = _folder.Path });

        Assert.Equal(new ModelId(null, s_hash[..8]), VaeDecoder.Identify(second).Model);
        Assert.Equal(new VaeDecoder().Decode(first).Pixels, decoder.Decode(first).Pixels);
        Assert.Equal(Encode("second").Reconstruction.Pixels, decoder.Decode(second).Pixels);
        Assert.Equal(3, decoder.LayerBits(second).Count);
    }

    [Fact]
    public void AModelThatIsNotThereIsNamedByItsHash()
    {
        byte[] file = Encode(s_hash).Bytes;
        using var empty = new ScratchFolder();
        foreach (string folder in (string[])[empty.Path, empty["missing"], GoldenVector.Models])
        {
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { ModelsFolder = folder }).Decode(file));
            Assert.Equal(VaeCodecErrorKind.UnknownModel, error.Kind);
            Assert.Contains(s_hash[..8], error.Message, StringComparison.Ordinal);
            Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(VaeCodecErrorKind.UnknownModel, Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(file)).Kind);
    }

    [Fact]
    public void AModelIsChosenByNameOrHash()
    {
        byte[] expected = Encode("second").Bytes;

        Assert.Equal(expected, Encode(s_hash).Bytes);
        Assert.Equal(expected, Encode(s_hash[..8].ToUpperInvariant()).Bytes);
        Assert.Equal(new VaeEncoder().Encode(_image).Bytes, Encode(null).Bytes);
        Assert.Equal(new VaeEncoder().Encode(_image).Bytes, Encode(ModelLibrary.In(null)
            .Default(ModelKind.Hvae).Id.ToString("x8", System.Globalization.CultureInfo.InvariantCulture)).Bytes);
        foreach (string none in (string[])["", "third", s_hash[..7], "00000000", s_hash + "0"])
            Assert.Equal(VaeCodecErrorKind.UnknownModel, Assert.Throws<VaeCodecException>(() => Encode(none)).Kind);
    }

    [Fact]
    public void WeightsMayArriveLater()
    {
        byte[] file = Encode("second").Bytes;
        using var other = new ScratchFolder();
        var decoder = new VaeDecoder(new() { ModelsFolder = other.Path });
        Assert.Throws<VaeCodecException>(() => decoder.Decode(file));

        File.WriteAllBytes(other["renamed.safetensors"], s_weights[..^1]);
        Assert.Throws<VaeCodecException>(() => decoder.Decode(file));
        File.WriteAllBytes(other["renamed.safetensors"], s_weights);

        Assert.Equal(_image.Width, decoder.Decode(file).Width);
    }

    [Fact]
    public void TheEnvironmentNamesTheUsersFolder()
    {
        byte[] file = Encode("second").Bytes;
        string? before = Environment.GetEnvironmentVariable(VaeModels.FolderVariable);
        try
        {
            Environment.SetEnvironmentVariable(VaeModels.FolderVariable, _folder.Path);
            Assert.Equal(_image.Width, new VaeDecoder().Decode(file).Width);
            Environment.SetEnvironmentVariable(VaeModels.FolderVariable, null);
            Assert.EndsWith(Path.Combine("vaecodec", "models"), VaeModels.UserFolder, StringComparison.Ordinal);
            Assert.True(Path.IsPathRooted(VaeModels.UserFolder));
        }
        finally
        {
            Environment.SetEnvironmentVariable(VaeModels.FolderVariable, before);
        }
    }

    [Fact]
    public void AHostileFolderIsSearchedWithoutHarm()
    {
        using var hostile = new ScratchFolder();
        byte[] file = Encode("second").Bytes;
        File.WriteAllBytes(hostile["a.safetensors"], new byte[1000]);
        File.WriteAllText(hostile["b.safetensors"], "");
        Directory.CreateDirectory(hostile["c.safetensors"]);
        File.CreateSymbolicLink(hostile["d.safetensors"], hostile["d.safetensors"]);
        File.CreateSymbolicLink(hostile["e.safetensors"], "/dev/zero");
        File.CreateSymbolicLink(hostile["f.safetensors"], hostile["missing"]);
        using (FileStream huge = File.Create(hostile["g.safetensors"]))
            huge.SetLength(1L << 40);
        File.WriteAllBytes(hostile[s_hash + ".safetensors"], RandomModel.File(RandomModel.SmallSpec, 8)); // not what it says
        var decoder = new VaeDecoder(new() { ModelsFolder = hostile.Path });

        Assert.Equal(VaeCodecErrorKind.UnknownModel, Assert.Throws<VaeCodecException>(() => decoder.Decode(file)).Kind);
        File.CreateSymbolicLink(hostile["z.safetensors"], _folder["second.safetensors"]);
        Assert.Equal(_image.Width, decoder.Decode(file).Width);
    }

    /// <summary>Weights with the right hash may still be anything: every damage of the header, and some of the numbers, are refused or
    /// harmless.</summary>
    [Fact]
    public void HostileWeightsAreRefusedOrHarmless()
    {
        var random = new Random(3);
        byte[] sound = Encode("second").Bytes;
        int used = 0;
        for (int round = 0; round < 60; round++)
        {
            byte[] weights = [.. s_weights];
            for (int i = 0; i <= round % 3; i++)
                weights[8 + random.Next(round % 2 == 0 ? 400 : weights.Length - 8)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_folder["hostile.safetensors"], weights);
            uint id = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(weights));
            try
            {
                new VaeDecoder(new() { ModelsFolder = _folder.Path }).Decode(Container.With(sound, header => header with { ModelId = id }));
                used++;
            }
            catch (VaeCodecException error)
            {
                used += error.Kind == VaeCodecErrorKind.UnknownModel ? 0 : 1;
            }
        }

        Assert.InRange(used, 1, 59);
    }

    [Fact]
    public void FoldersHaveNames()
        => Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() =>
            new VaeEncoder(new() { Model = "x", ModelsFolder = "" }).Encode(_image)).Kind);

    private EncodedImage Encode(string? model) => new VaeEncoder(new() { Model = model, ModelsFolder = _folder.Path }).Encode(_image);
}
