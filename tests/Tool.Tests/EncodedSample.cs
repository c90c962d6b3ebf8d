using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>corpus/gray.png and corpus/sample.png encoded once, for tests that need a .vaec file to work on.</summary>
public sealed class EncodedSample : IAsyncLifetime
{
    private readonly ScratchFolder _scratch = new();

    /// <summary>The small file: 199 x 133 gray.</summary>
    public string Gray => _scratch["gray.vaec"];

    /// <summary>The large one: 480 x 320 RGB.</summary>
    public string Colour => _scratch["sample.vaec"];

    public async ValueTask InitializeAsync()
        => VaecTool.AssertSuccess(await VaecTool.RunAsync("encode", Corpus.PathOf("gray.png"), Corpus.PathOf("sample.png"), "-o",
            _scratch.Path, "--json"));

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
