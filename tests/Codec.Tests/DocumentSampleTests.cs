using System.IO.Compression;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>Every C# sample of the pages for users compiles as it stands there, usings and all, and runs.</summary>
[Collection(CurrentFolder)]
public sealed class DocumentSampleTests : IDisposable
{
    /// <summary>Samples name their files without a folder, so nothing else may run meanwhile.</summary>
    public const string CurrentFolder = "current folder";

    private static readonly string[] s_pages = ["README.md", "docs/library.md"];

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string, string> Samples => [.. s_pages.SelectMany(DocumentSample.Of)
        .Select(sample => (sample.Page, sample.Heading))];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    public void ASampleCompilesAndRuns(string page, string heading)
    {
        DocumentSample sample = DocumentSample.Of(page).Single(sample => sample.Heading == heading);
        PutFiles();
        Assert.Empty(SampleProgram.Compile(sample, out byte[] assembly));
        SampleProgram.Run(assembly, _scratch.Path);
    }

    [Fact]
    public void APageHasAsManySamplesAsFences()
        => Assert.All(s_pages, page => Assert.Equal(
            File.ReadAllLines(Path.Combine(Corpus.Root, page)).Count(line => line.StartsWith("```c", StringComparison.Ordinal)),
            DocumentSample.Of(page).Count));

    [Fact]
    public void AMistakeIsToldByItsLine()
    {
        var sample = new DocumentSample("page.md", "Heading", 10, "using System;\n\nConsole.WriteLine(nothing);");
        Assert.Contains("page.md:12: ", Assert.Single(SampleProgram.Compile(sample, out _)), StringComparison.Ordinal);
    }

    /// <summary>The files that samples read.</summary>
    private void PutFiles()
    {
        File.Copy(Corpus.PathOf("rgba.png"), _scratch["photo.png"]);
        File.Copy(Corpus.PathOf("golden/hvae-r1-lossy-metadata-48x40.vaec"), _scratch["photo.vaec"]);
        Directory.CreateDirectory(_scratch["models"]);
        File.Copy(Corpus.PathOf("vectors/models/golden-1.safetensors"), _scratch["models/golden-1.safetensors"]);
        using ZipArchive zip = ZipFile.Open(_scratch["photos.zip"], ZipArchiveMode.Create);
        zip.CreateEntryFromFile(_scratch["photo.vaec"], "photo.vaec");
    }
}

/// <summary>Tests that set the process's current folder, one after the other and beside no others.</summary>
[CollectionDefinition(DocumentSampleTests.CurrentFolder, DisableParallelization = true)]
public sealed class CurrentFolderTests;
