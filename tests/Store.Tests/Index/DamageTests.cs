using Microsoft.Data.Sqlite;
using VaeCodec.Store.Index;
using VaeCodec.Store.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Store.Tests.Index;

/// <summary>What is wrong with an index is told in the errors that the store has.</summary>
public class DamageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public async Task ADamagedIndexIsCorrupt(int bytes)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(StoreKind.Folder);
        await at.Store.PutAsync(EmptyStore.Tiny(1), "a");
        SqliteConnection.ClearAllPools();
        byte[] content = new byte[bytes];
        Array.Fill(content, (byte)'x');
        foreach (string beside in Directory.GetFiles(at.Location, "index.sqlite-*"))
            File.Delete(beside);
        await File.WriteAllBytesAsync(Path.Combine(at.Location, "index.sqlite"), content);
        VaeCodecException read = await Assert.ThrowsAsync<VaeCodecException>(async () => await at.Store.ListAsync().ToListAsync()),
            written = await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.PutAsync(EmptyStore.Tiny(2), "b"));
        Assert.All([read, written], error => Assert.Equal(VaeCodecErrorKind.Corrupt, error.Kind));
    }

    [Fact]
    public async Task OneThatCannotBeOpenedIsOfTheDisk()
    {
        using var scratch = new ScratchFolder();
        await using SqlPictureIndex index = SqlPictureIndex.OverSqlite(scratch["nowhere/index.sqlite"]);
        await Assert.ThrowsAsync<IOException>(() => index.SumAsync(CancellationToken.None));
    }
}
