using VaeCodec.Store.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Store.Tests.Content;

/// <summary>A store's policy is kept with it whole, or refused.</summary>
public class StoreFileTests
{
    public static TheoryData<StorePolicy> Kept =>
    [
        new StorePolicy(),
        Of(Rate.Quality(33.25)),
        Of(Mode.Lossy(Rate.Quality(0), effort: 9)),
        Of(Mode.Lossless()) with { KeepSmallerOriginal = false },
        new StorePolicy { KeepIncompleteOriginal = false },
    ];

    public static TheoryData<StorePolicy> Refused =>
    [
        Of(Rate.Bytes(1000)),
        Of(Rate.Beta(0.01)),
        Of(Rate.BitsPerPixel(1)),
        Of(Rate.Psnr(40)),
        Of(Mode.Texture(Rate.Quality(50))),
        Of(Mode.Lossless(Rate.Quality(50))),
        new StorePolicy { Encoder = new StorePolicy().Encoder with { Strip = true } },
        new StorePolicy { Encoder = new StorePolicy().Encoder with { AllowExact = false } },
        new StorePolicy { Encoder = new StorePolicy().Encoder with { KeepHidden = true } },
        new StorePolicy { Encoder = new StorePolicy().Encoder with { Model = "other" } },
        new StorePolicy { Encoder = new StorePolicy().Encoder with { ModelsFolder = "elsewhere" } },
        new StorePolicy { Reading = new() { MaxPixels = 1000 } },
    ];

    [Theory]
    [MemberData(nameof(Kept), DisableDiscoveryEnumeration = true)]
    public async Task WhatIsKeptIsThereAfterReopening(StorePolicy policy)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(StoreKind.Folder, policy);
        await using IPictureStore again = await PictureStore.OpenAsync(at.Location);
        Assert.Equal(policy, again.Policy);
        Assert.DoesNotContain(Directory.GetFiles(at.Location), file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task WhatCannotBeKeptIsRefused(StorePolicy policy)
    {
        using var scratch = new ScratchFolder();
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => PictureStore.CreateAsync(scratch["store"], policy));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Empty(scratch.Names);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"version": 1, "quality": 500}""")]
    public async Task ADamagedOneIsCorrupt(string content)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(StoreKind.Folder);
        await File.WriteAllTextAsync(Path.Combine(at.Location, "store.json"), content);
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => PictureStore.OpenAsync(at.Location));
        Assert.Equal(VaeCodecErrorKind.Corrupt, error.Kind);
    }

    private static StorePolicy Of(Mode mode) => new() { Encoder = new() { Mode = mode } };
}
