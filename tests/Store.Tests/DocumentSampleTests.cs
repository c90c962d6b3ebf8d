using VaeCodec.Codec.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Store.Tests;

/// <summary>The C# samples of the store's page compile as they stand there, and run.</summary>
[Collection(CurrentFolder)]
public class DocumentSampleTests
{
    /// <summary>Samples name their files without a folder, so nothing else may run meanwhile.</summary>
    public const string CurrentFolder = "current folder";

    [Fact]
    public void EverySampleRuns()
    {
        IReadOnlyList<DocumentSample> samples = DocumentSample.Of("docs/store.md");
        Assert.NotEmpty(samples);
        foreach (DocumentSample sample in samples)
        {
            using var scratch = new ScratchFolder();
            File.Copy(Corpus.PathOf("rgba.png"), scratch["photo.png"]);
            Assert.Empty(SampleProgram.Compile(sample, out byte[] assembly));
            Assert.Contains("1 checked, 0 damaged", SampleProgram.Run(assembly, scratch.Path), StringComparison.Ordinal);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }
    }
}

/// <summary>Tests that set the process's current folder, beside no others.</summary>
[CollectionDefinition(DocumentSampleTests.CurrentFolder, DisableParallelization = true)]
public sealed class CurrentFolderTests;
