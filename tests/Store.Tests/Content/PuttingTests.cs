using VaeCodec.Store.Tests.Support;
using Xunit;

namespace VaeCodec.Store.Tests.Content;

/// <summary>What is put again is replaced where it is damaged, and only there.</summary>
public class PuttingTests
{
    [Fact]
    public async Task ABlobThatCannotBeReadNowIsNoDamage()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(StoreKind.Folder);
        StoredPicture picture = (await at.Store.PutAsync(EmptyStore.Tiny(1), "a")).Picture;
        string blob = Path.Combine(at.Location, "blobs", picture.BlobKey);
        File.Move(blob, blob + ".away");
        Directory.CreateDirectory(blob); // reading it is an IOException
        await Assert.ThrowsAsync<IOException>(() => at.Store.PutAsync(EmptyStore.Tiny(1), "a"));
        Directory.Delete(blob);
        File.Move(blob + ".away", blob);
        Assert.Equal((PutStatus.Present, picture.BlobKey), await PutAgainAsync());
        File.Delete(blob);
        Assert.Equal(PutStatus.Repaired, (await PutAgainAsync()).Status);

        async Task<(PutStatus Status, string Key)> PutAgainAsync()
        {
            PutResult put = await at.Store.PutAsync(EmptyStore.Tiny(1), "a");
            return (put.Status, put.Picture.BlobKey);
        }
    }
}
