using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>Ten thousand damaged files: each is refused with the codec's own exception, or decodes to pixels whose checksum
/// holds.</summary>
public class MutationTests
{
    private const int PerSeed = 1250;

    private static readonly byte[][] s_files =
    [
        ByNetwork(Rate.Quality(20), Photo.Crop(9, 7)), ByNetwork(Rate.Quality(70), Photo.Crop(20, 12, 4)),
        ByNetwork(Rate.Beta(Betas), Photo.Crop(12, 20, 2)), ByNetwork(Rate.Quality(0), Photo.Crop(1, 1, 1)),
        ByNetwork(Mode.Lossless(Rate.Quality(0)), Photo.Crop(11, 9)), ByNetwork(Mode.Texture(), Photo.Crop(11, 9)),
        ByNetwork(Mode.Lossless(Rate.Quality(0)), Photo.Crop(5, 40, 2)),
        new VaeEncoder(new() { Mode = Mode.Lossless() }).Encode(Photo.Crop(11, 9)).Bytes, // plain pixels
    ];

    private static byte[] ByNetwork(Mode mode, PixelImage image)
        => new VaeEncoder(new() { Mode = mode, AllowExact = false }).Encode(image).Bytes;

    private static double[] Betas => [.. Enumerable.Range(1, ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count)
        .Select(i => i * 0.0007)];

    /// <summary>Of each seed's files two in five have their checksum written anew.</summary>
    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void DamageIsRefusedOrHarmless(int seed)
    {
        var random = new Random(seed);
        var decoder = new VaeDecoder(new() { Threads = 1, MaxPixels = 1 << 12 });
        int pastTheContainer = 0;
        for (int round = 0; round < PerSeed; round++)
        {
            byte[] file = Mutate(random, s_files[random.Next(s_files.Length)]);
            if (round % 5 < 2)
                Container.Repair(file);
            pastTheContainer += Reads(file) ? 1 : 0;
            AssertRefusedOrSound(decoder, file, $"seed {seed}, round {round}");
        }

        Assert.True(pastTheContainer > PerSeed / 5, $"only {pastTheContainer} files got past the container");
    }

    private static byte[] Mutate(Random random, byte[] original)
    {
        List<byte> file = [.. original];
        for (int changes = 1 + random.Next(3); changes > 0 && file.Count > 0; changes--)
        {
            // half of them anywhere, half in the header and the first chunk, where a byte means most
            int at = random.Next(random.Next(2) == 0 ? file.Count : Math.Min(file.Count, 40));
            switch (random.Next(6))
            {
                case 0:
                    file.Insert(at, (byte)random.Next(256));
                    break;
                case 1:
                    file.RemoveRange(at, Math.Min(file.Count - at, 1 + random.Next(4)));
                    break;
                case 2:
                    file[at] = (byte)random.Next(256);
                    break;
                default:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. file];
    }

    private static bool Reads(byte[] file)
    {
        try
        {
            VaecFile.Read(file);
            return true;
        }
        catch (VaeCodecException)
        {
            return false;
        }
    }

    private static void AssertRefusedOrSound(VaeDecoder decoder, byte[] file, string what)
    {
        try
        {
            PixelImage image = decoder.Decode(file);
            Assert.Equal(VaeDecoder.Identify(file).PixelsCrc32C, Crc32C.Compute(image.Pixels));
        }
        catch (VaeCodecException e)
        {
            Assert.True(e.Kind is not (VaeCodecErrorKind.BadArgument or VaeCodecErrorKind.BadImage), $"{what}: {e.Kind}, {e.Message}");
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"{what}: {e}\n{Convert.ToHexString(file)}");
        }
    }
}
