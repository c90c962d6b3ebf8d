using System.Reflection;

namespace VaeCodec.Architecture.Tests;

/// <summary>What a library user can see. Each assembly's members are listed in its PublicAPI.Shipped.txt, which the compiler keeps
/// true.</summary>
public class PublicTypeTests
{
    private const int Most = 40;

    private static readonly string[] s_assemblies = ["VaeCodec", "VaeCodec.Bitstream", "VaeCodec.Networks", "VaeCodec.Inference",
        "VaeCodec.Images", "VaeCodec.ImageSharp", "VaeCodec.SkiaSharp"];

    [Fact]
    public void ThereAreFew()
    {
        string[] types = [.. Exported().Select(type => type.FullName!)];
        Assert.True(types.Length <= Most, $"{types.Length} public types, more than {Most}: {string.Join(", ", types)}");
    }

    [Fact]
    public void TheyAreAtTheRoot()
        => Assert.Empty(Exported().Where(type => type.Namespace is not ("VaeCodec" or "VaeCodec.Images"
            or "VaeCodec.ImageSharp" or "VaeCodec.SkiaSharp")).Select(type => type.FullName));

    private static IEnumerable<Type> Exported() => s_assemblies
        .Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll")))
        .SelectMany(name => Assembly.Load(name).GetExportedTypes());
}
