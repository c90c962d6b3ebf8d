using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace VaeCodec.Architecture.Tests;

/// <summary>Which folder of a project may use which. A folder is a namespace (see <see cref="SourceTests"/>).</summary>
public class FolderArrowTests
{
    /// <summary>The root of a project: the public types in the codec, none elsewhere.</summary>
    private const string Top = "";

    /// <summary>What the folders of the codec may use of each other. All of them may use the data types at its root.</summary>
    private static readonly Dictionary<string, string[]> s_codec = new()
    {
        [Top] = ["Archives", "Areas", "Lossy", "Models", "Picture", "Pixels", "Rates", "Refinement", "Sampling"],
        ["Picture"] = ["Boundary"],
        ["Boundary"] = [],
        ["Metadata"] = [],
        ["Models"] = [],
        // Two cycles are left: the effort's objective judges finished attempts, and exact and textured pixels are put behind them.
        ["Lossy"] = ["Boundary", "Metadata", "Models", "Picture", "Pixels", "Pixels.Graphics", "Refinement"],
        ["Refinement"] = ["Boundary", "Lossy", "Picture"],
        ["Pixels"] = ["Boundary", "Lossy", "Metadata", "Picture", "Pixels.Graphics", "Rates"],
        ["Pixels.Graphics"] = ["Picture"],
        ["Areas"] = ["Lossy", "Picture", "Pixels.Graphics", "Rates", "Refinement"],
        ["Rates"] = ["Lossy", "Refinement"],
        ["Archives"] = ["Boundary", "Models", "Pixels.Graphics"],
        ["Sampling"] = ["Archives", "Lossy", "Models", "Picture", "Rates"],
    };

    private static readonly Dictionary<string, string[]> s_inference = new()
    {
        ["Work"] = ["Simd"],
        // The kernels take the tasks and constants of those that call them.
        ["Simd"] = ["Convolution"],
        ["Tensors"] = ["Simd", "Work"],
        ["Convolution"] = ["Simd", "Tensors", "Work"],
        // A model keeps the adjoints of its weights, too.
        ["Hvae"] = ["Convolution", "Gradients", "Simd", "Tensors", "Work"],
        ["PixelCnn"] = ["Convolution", "Simd", "Tensors", "Work"],
        ["Vlae"] = ["Convolution", "PixelCnn", "Simd", "Tensors", "Work"],
        ["Gradients"] = ["Convolution", "Hvae", "Simd", "Tensors", "Work"],
        // The constants of what it defines.
        ["Reference"] = ["Convolution", "Hvae", "Simd", "Vlae"],
    };

    private static readonly Dictionary<string, string[]> s_networks = new()
    {
        ["Layers"] = [],
        ["Hvae"] = ["Layers"],
        ["PixelCnn"] = ["Layers"],
        ["Vlae"] = ["Layers", "PixelCnn"],
    };

    private static readonly Dictionary<string, string[]> s_bitstream = new()
    {
        ["Grid"] = [],
        ["Tables"] = ["Grid", "Rans"],
        ["Rans"] = ["Grid", "Tables"],
        ["Adaptive"] = ["Rans", "Tables"],
        ["BitsBack"] = ["Grid", "Rans", "Tables"],
        ["Containers"] = ["BitsBack", "Grid", "Rans", "Tables"],
    };

    private static readonly Dictionary<string, string[]> s_store = new()
    {
        [Top] = ["Blobs", "Content", "Index"],
        ["Blobs"] = [],
        ["Import"] = [],
        ["Index"] = [],
        ["Content"] = ["Blobs", "Import", "Index"],
    };

    private static readonly Dictionary<string, string[]> s_remoteStore = new()
    {
        [Top] = ["Postgres", "S3"],
        ["Postgres"] = [],
        ["S3"] = [],
    };

    private static readonly ArchUnitNET.Domain.Architecture s_built = Load("VaeCodec", "VaeCodec.Bitstream", "VaeCodec.Networks",
        "VaeCodec.Inference");

    private static readonly ArchUnitNET.Domain.Architecture s_builtStore = Load("VaeCodec.Store");

    private static readonly ArchUnitNET.Domain.Architecture s_builtRemoteStore = Load("VaeCodec.Store.Remote");

    /// <summary>What only whole files and whole pictures are made with: the folders are what it is made of.</summary>
    private static readonly string[] s_facades = [nameof(VaeEncoder), nameof(VaeDecoder), nameof(VaeArchive), nameof(VaeArchiveWriter)];

    [Fact]
    public void FoldersOfTheCodec() => Check("VaeCodec", s_codec);

    [Fact]
    public void FoldersOfTheEngine() => Check("VaeCodec.Inference", s_inference);

    [Fact]
    public void FoldersOfTheNetworks() => Check("VaeCodec.Networks", s_networks);

    [Fact]
    public void FoldersOfTheBitstream() => Check("VaeCodec.Bitstream", s_bitstream);

    [Fact]
    public void FoldersOfTheStore() => Check("VaeCodec.Store", s_store, s_builtStore);

    [Fact]
    public void FoldersOfTheRemoteStore() => Check("VaeCodec.Store.Remote", s_remoteStore, s_builtRemoteStore);

    [Fact]
    public void NoFolderUsesTheFacades()
        => Assert.Empty(Uses("VaeCodec").Where(use => use.From != Top && s_facades.Contains(use.Target)).Select(use => use.Text));

    [Fact]
    public void NothingNativeIsCalled()
        => Assert.Empty(s_built.Types.SelectMany(type => type.Dependencies)
            .Where(use => use.Target.FullName is "System.Runtime.InteropServices.NativeLibrary"
                or "System.Runtime.InteropServices.DllImportAttribute" or "System.Runtime.InteropServices.LibraryImportAttribute")
            .Select(use => use.Origin.FullName));

    private static ArchUnitNET.Domain.Architecture Load(params string[] assemblies)
        => new ArchLoader().LoadAssemblies([.. assemblies.Select(System.Reflection.Assembly.Load)]).Build();

    private static void Check(string project, Dictionary<string, string[]> arrows, ArchUnitNET.Domain.Architecture? built = null)
    {
        string[] wrong = [.. Uses(project, built).Where(use => use.From != use.To && use.To != Top
            && !arrows.GetValueOrDefault(use.From, []).Contains(use.To))
            .Select(use => use.Text).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(wrong.Length == 0, $"Arrows between folders of {project} that are not listed:\n{string.Join('\n', wrong)}");
    }

    private static IEnumerable<(string From, string To, string Target, string Text)> Uses(string project,
        ArchUnitNET.Domain.Architecture? built = null)
    {
        foreach (IType type in (built ?? s_built).Types.Where(type => type.Assembly.Name.Split(',')[0] == project))
        {
            foreach (IType target in type.Dependencies.Select(use => use.Target)
                .Where(target => target is not GenericParameter && target.Assembly == type.Assembly))
            {
                (string from, string to) = (FolderOf(type), FolderOf(target));
                yield return (from, to, target.Name, $"{from} -> {to}: {type.Name} uses {target.Name}");
            }
        }

        string FolderOf(IType type) => type.Namespace.FullName == project
            || !type.Namespace.FullName.StartsWith(project + '.', StringComparison.Ordinal)
            ? Top
            : type.Namespace.FullName[(project.Length + 1)..];
    }
}
