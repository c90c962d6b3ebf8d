using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Containers;

/// <summary>Bytes that no encoder wrote end in VaeCodecException and in nothing else.</summary>
public class ContainerRobustnessTests
{
    public static TheoryData<string> Names => ["example-rgb", "chunks-and-layers"];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryTruncationIsFound(string name)
    {
        byte[] file = VectorCatalog.Valid[name].Write();
        int latents = file.Length - VectorCatalog.Valid[name].Latents.Length;
        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            var error = Assert.Throws<VaeCodecException>(() => VaecFile.Read(cut));

            // The latents have no length of their own, so that their loss shows in the checksum.
            Assert.Equal(length < latents ? VaeCodecErrorKind.Truncated : VaeCodecErrorKind.Corrupt, error.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFlippedBitIsFound(string name)
    {
        byte[] file = VectorCatalog.Valid[name].Write();
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.Throws<VaeCodecException>(() => VaecFile.Read(file));
            file[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    [Fact]
    public void TenThousandMutationsAreFound()
    {
        byte[] file = VectorCatalog.Valid["chunks-and-layers"].Write();
        var random = new SplitMix64(77);
        for (int round = 0; round < 10_000; round++)
        {
            byte[] mutated = [.. file];
            for (int change = random.Below(8); change >= 0; change--) mutated[random.Below(round % 2 == 0 ? 64 : file.Length)] =
                (byte)random.Next();
            if (mutated.AsSpan().SequenceEqual(file)) continue;
            Assert.Throws<VaeCodecException>(() => VaecFile.Read(mutated));
        }
    }

    [Fact]
    public void WithoutTheChecksumMutationsStillThrowNothingElse()
    {
        byte[] file = VectorCatalog.Valid["chunks-and-layers"].Write();
        var random = new SplitMix64(78);
        for (int round = 0; round < 10_000; round++)
        {
            byte[] mutated = file[..random.Below(file.Length + 1)];
            for (int change = random.Below(4); change >= 0 && mutated.Length > 0; change--)
                mutated[random.Below(Math.Min(40, mutated.Length))] = (byte)random.Next();
            try
            {
                VaecFile read = VaecFile.Read(mutated, verifyChecksum: false);
                new LatentDecoder(read.Latents, read.LatentsOffset).Pop(new int[100], new byte[100]);
            }
            catch (VaeCodecException error)
            {
                Assert.True(error.Offset is null || error.Offset <= mutated.Length);
            }
        }
    }
}
