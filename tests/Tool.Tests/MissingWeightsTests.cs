using System.Buffers.Binary;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>A build whose package lacks weights, as a later one might: files that name them are refused, and decode once the weights are in
/// a models folder.</summary>
public sealed class MissingWeightsTests : IDisposable
{
    private static readonly string s_weights = Path.Combine(Corpus.Root, "model", "weights");

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("hvae-r1", "hvae-r1-lossy-rgba-58x41.vaec", "flagship (hvae)")]
    [InlineData("pixelcnn-7-r1", "pixelcnn-7-r1-lossless-gray-45x61.vaec", "pixel network (pixelcnn)")]
    [InlineData("pixelcnn-7-r1", "pixelcnn-7-r1-texture-gray-49x55.vaec", "pixel network (pixelcnn)")]
    [InlineData("vlae-mnist-r1", "vlae-mnist-r1.vaea", "archive model (vlae)")]
    public async Task AFileOfAnyModeWaitsForItsModel(string model, string name, string kind)
    {
        string file = Corpus.PathOf($"golden/{name}"), tool = ToolWithout(model),
            models = Directory.CreateDirectory(_scratch["models"]).FullName;
        string command = name.EndsWith(".vaea", StringComparison.Ordinal) ? "verify" : "decode";
        string[] decode = command == "verify" ? [command, file] : [command, file, "-o", _scratch["a.png"]];
        ChildResult refused = await RunAsync(tool, [.. decode, "--models", models]);
        VaecTool.AssertFailure(refused, 1);
        if (command == "decode")
            VaecTool.AssertFailure(refused, 1, model, kind, "SHA-256", models, "--models");

        File.Copy(Path.Combine(s_weights, $"{model}.safetensors"), Path.Combine(models, "what.safetensors"));

        VaecTool.AssertSuccess(await RunAsync(tool, [.. decode, "--models", models]));
        if (command == "decode")
            Assert.True(ImageFile.Load(_scratch["a.png"]).Width > 0);
        ChildResult verified = await RunAsync(tool, ["models", "verify", "--models", models]);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("missing", Assert.Single(verified.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Contains(model, verified.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnArchiveSaysWhichModelItWaitsFor()
    {
        ChildResult refused = await RunAsync(ToolWithout("vlae-mnist-r1"),
            ["archive", "extract", Corpus.PathOf("golden/vlae-mnist-r1.vaea"), "0.png", "-o", _scratch["out"]]);
        VaecTool.AssertFailure(refused, 1, "vlae-mnist-r1", "archive model (vlae)", "342621bd", "--models");
    }

    [Theory]
    [InlineData(0xd3e11fd3, "flagship (hvae)", false)]
    [InlineData(0x49158508, "pixel network (pixelcnn)", true)]
    public async Task AFileOfAPreReleaseIsRefusedWithThatWord(uint id, string kind, bool isPixels)
    {
        VaecFile file = VaecFile.Read(File.ReadAllBytes(Corpus.PathOf("golden/pixelcnn-7-r1-lossless-gray-45x61.vaec")));
        VaecChunk[] chunks = [.. file.Chunks];
        for (int i = 0; isPixels && i < chunks.Length; i++)
        {
            byte[] data = chunks[i].Data.ToArray();
            BinaryPrimitives.WriteUInt32BigEndian(data, id);
            chunks[i] = chunks[i] with { Data = data };
        }

        await File.WriteAllBytesAsync(_scratch["old.vaec"], new VaecFile(isPixels ? file.Header : file.Header with { ModelId = id }, chunks,
            file.Latents, file.PixelStreams).Write(),
            TestContext.Current.CancellationToken);

        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", _scratch["old.vaec"], "-o", _scratch["a.png"]), 1, "pre-release",
            $"{id:x8}", kind, "--models");
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", _scratch["old.vaec"]), 1, "pre-release", $"{id:x8}", kind);
    }

    /// <summary>The tool in a folder of links, with all weights but one.</summary>
    private string ToolWithout(string model)
    {
        string folder = Directory.CreateDirectory(_scratch["tool"]).FullName,
            weights = Directory.CreateDirectory(Path.Combine(folder, "weights")).FullName;
        foreach (string path in Directory.GetFileSystemEntries(AppContext.BaseDirectory).Where(path => Path.GetFileName(path) != "weights"))
        {
            string link = Path.Combine(folder, Path.GetFileName(path));
            if (Path.GetFileName(path).StartsWith("VaeCodec.Tool.", StringComparison.Ordinal) && File.Exists(path))
                File.Copy(path, link);
            else
                File.CreateSymbolicLink(link, path);
        }

        foreach (string path in Directory.GetFiles(s_weights).Where(path => Path.GetFileNameWithoutExtension(path) != model))
            File.CreateSymbolicLink(Path.Combine(weights, Path.GetFileName(path)), path);
        return Path.Combine(folder, "VaeCodec.Tool.dll");
    }

    private static Task<ChildResult> RunAsync(string tool, string[] arguments)
        => IsaRunner.RunAsync(Isa.Native, tool, arguments, default, TestContext.Current.CancellationToken);
}
