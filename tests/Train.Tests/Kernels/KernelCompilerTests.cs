using System.Runtime.InteropServices;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Kernels;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Kernels;

public sealed class KernelCompilerTests
{
    private static readonly string s_sources = Path.Combine(AppContext.BaseDirectory, "Kernels");

    [Fact]
    public void WithoutACompilerThereIsNoLibrary()
    {
        using var folder = new ScratchFolder();
        Assert.False(new KernelCompiler(s_sources, folder["no-compiler"]).Compile(folder["kernels.so"]));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void WhatTheCompilerSaysIsTold()
    {
        Compiler.Require();
        using var folder = new ScratchFolder();
        string sources = Directory.CreateDirectory(folder["sources"]).FullName;
        foreach (string name in new[] { "block_bf16", "block_f32", "latent_rate" })
            File.WriteAllText(Path.Combine(sources, name + ".cpp"), "no_such_type mistake;");
        TorchException said = Assert.Throws<TorchException>(() => new KernelCompiler(sources).Compile(folder["kernels.so"]));
        Assert.Contains("no_such_type", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherSourceIsAnotherLibrary()
    {
        using var folder = new ScratchFolder();
        foreach (string file in Directory.GetFiles(s_sources))
            File.Copy(file, folder[Path.GetFileName(file)]);
        var copy = new KernelCompiler(folder.Path);
        Assert.Equal(new KernelCompiler(s_sources).Fingerprint(), copy.Fingerprint());
        File.AppendAllText(folder["winograd.h"], "\n");
        Assert.NotEqual(new KernelCompiler(s_sources).Fingerprint(), copy.Fingerprint());
    }

    [Fact]
    public void TheLibraryIsThereWhereACompilerIs()
    {
        Compiler.Require();
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the kernels are for x64");
        Assert.True(KernelLibrary.Available);
    }
}
