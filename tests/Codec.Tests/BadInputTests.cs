using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>Files that are wrong in one known way, and the kind of error that each must give.</summary>
public class BadInputTests
{
    private static readonly byte[] s_file = new VaeEncoder().Encode(Photo.Crop(9, 7)).Bytes;

    [Fact]
    public void WhatIsNoFileIsNotDecoded()
    {
        AssertKind(VaeCodecErrorKind.Truncated, []);
        AssertKind(VaeCodecErrorKind.NotVaec, File.ReadAllBytes(Corpus.PathOf("tiny.png")));
        AssertKind(VaeCodecErrorKind.NotVaec, "no file of ours"u8.ToArray());
    }

    [Fact]
    public void AnotherVersionIsUnsupported() => AssertKind(VaeCodecErrorKind.Unsupported, Container.Repair(Changed(4, 2)));

    [Fact]
    public void AnotherModelIsNamed()
    {
        byte[] file = Container.With(s_file, header => header with { ModelId = 0xDEADBEEF });

        VaeCodecException error = AssertKind(VaeCodecErrorKind.UnknownModel, file);

        Assert.Contains("deadbeef", error.Message, StringComparison.Ordinal);
        Assert.Equal(new ModelId(null, "deadbeef"), VaeDecoder.Identify(file).Model);
    }

    [Fact]
    public void AFileIsRefusedWhereverItIsCut()
    {
        for (int length = 0; length < s_file.Length; length++)
        {
            byte[] cut = s_file[..length];
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(cut));
            Assert.True(error.Kind is VaeCodecErrorKind.Truncated or VaeCodecErrorKind.Corrupt, $"{error.Kind} at {length}");
        }
    }

    [Fact]
    public void LatentsAreRefusedWhereverTheyAreCut()
    {
        byte[] latents = VaecFile.Read(s_file).Latents.ToArray();
        for (int length = 0; length < latents.Length; length++)
        {
            byte[] cut = Container.With(s_file, latents[..length]);
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(cut));
            Assert.True(error.Kind is VaeCodecErrorKind.Truncated or VaeCodecErrorKind.Corrupt, $"{error.Kind} at {length}");
        }

        AssertKind(VaeCodecErrorKind.Corrupt, Container.With(s_file, [.. latents, 0]));
        AssertKind(VaeCodecErrorKind.Corrupt, Container.With(s_file, [.. latents, 0, 0, 0, 0]));
    }

    [Fact]
    public void PixelsOtherThanThoseThatWereEncodedAreRefused()
    {
        AssertKind(VaeCodecErrorKind.Corrupt, Container.With(s_file, header => header with { PixelsCrc32C = header.PixelsCrc32C ^ 1 }));
        AssertKind(VaeCodecErrorKind.Corrupt, Container.With(s_file, header => header with { Channels = 1 }));
    }

    [Fact]
    public void AsManyBetasAsLayersAreNeeded()
    {
        int layers = ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count;
        foreach (int count in new[] { 2, layers - 1, layers + 1, 64 })
        {
            byte[] beta = [.. Enumerable.Range(90, count).Select(b => (byte)b)];
            AssertKind(VaeCodecErrorKind.Corrupt, Container.With(s_file, header => header with { BetaIndices = beta }));
        }

        AssertKind(VaeCodecErrorKind.LimitExceeded, Container.With(s_file,
            header => header with { BetaIndices = [.. Enumerable.Range(90, 65).Select(b => (byte)b)] }));
    }

    [Fact]
    public void AHugeSizeIsRefusedBeforeMemoryIsTaken()
    {
        byte[] file = Container.With(s_file, header => header with { Width = 50_000, Height = 50_000 });
        AssertKind(VaeCodecErrorKind.LimitExceeded, file);
        var decoder = new VaeDecoder();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<VaeCodecException>(() => decoder.Decode(file));
        Assert.Throws<VaeCodecException>(() => VaeDecoder.Identify(file));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void TheLimitOfPixelsIsTheCallers()
    {
        Assert.Equal(7, new VaeDecoder(new() { MaxPixels = 63 }).Decode(s_file).Height);

        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { MaxPixels = 62 }).Decode(s_file));

        Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind);
    }

    [Theory]
    [InlineData(4096, 1024)]
    [InlineData(1 << 20, 3)]
    [InlineData(2, 1 << 20)]
    public void ASizeThatTheLatentsDoNotFillEndsSoon(int width, int height)
    {
        byte[] file = Container.With(s_file, header => header with { Width = width, Height = height });

        AssertKind(VaeCodecErrorKind.Truncated, file, new() { MaxWork = long.MaxValue }); // thin ones are refused without it
    }

    [Fact]
    public void AnErrorIsOneLineWithItsPlace()
    {
        VaeCodecException error = AssertKind(VaeCodecErrorKind.Corrupt, Changed(30, (byte)(s_file[30] ^ 8)));

        Assert.DoesNotContain('\n', error.Message);
        Assert.NotNull(error.Offset);
    }

    private static byte[] Changed(int at, byte value)
    {
        byte[] file = [.. s_file];
        file[at] = value;
        return file;
    }

    private static VaeCodecException AssertKind(VaeCodecErrorKind kind, byte[] file, DecoderOptions? options = null)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder(options).Decode(file));
        Assert.Equal(kind, error.Kind);
        return error;
    }
}
