using System.Text.RegularExpressions;

namespace VaeCodec.Architecture.Tests;

/// <summary>Rules that the sources' text has to keep.</summary>
public partial class SourceTests
{
    private const int LongestLine = 140;

    /// <summary>Files of another namespace than their folder's.</summary>
    private static readonly string[] s_elsewhere =
    [
        "bitstream/VaeCodecException.cs", // public: what users catch is at the codec's root
        "corpus/generate.cs", // a program of one file
        "tests/Shared/", // compiled into several projects
    ];

    /// <summary>Where pointers are allowed, and why.</summary>
    private static readonly string[] s_unsafe =
    [
        "model/inference/Simd/", // the kernels
        "model/inference/Convolution/", // hands rows of tensors to the kernels
        "model/inference/PixelCnn/PixelCnnEngine.cs", // the same
        "bitstream/Rans/", // the inner loops of table look-ups
        "codec/images/", // libvips
        "tools/train/", // libtorch
    ];

    [Fact]
    public void ANamespaceIsAFolder()
    {
        (string Folder, string Namespace)[] projects = [.. Repository.Files(".csproj")
            .Select(file => (Repository.FolderOf(file), Repository.Elements(file, "RootNamespace").Single().Value))
            .OrderByDescending(project => project.Item1.Length)];
        foreach (string file in Repository.Files(".cs").Where(file =>
            !s_elsewhere.Any(start => file.StartsWith(start, StringComparison.Ordinal))))
        {
            string? declared = Repository.Lines(file).Select(line => Namespace().Match(line))
                .FirstOrDefault(match => match.Success)?.Groups[1].Value;
            (string folder, string root) = projects.First(project => file.StartsWith(project.Folder + '/', StringComparison.Ordinal));
            string expected = string.Join('.', [root, .. file[(folder.Length + 1)..].Split('/')[..^1]]);
            if (declared is not null)
                Assert.True(string.Equals(expected, declared, StringComparison.OrdinalIgnoreCase),
                    $"{file} is of {declared}, not {expected}");
        }
    }

    [Fact]
    public void NoLineIsTooLong()
    {
        string[] wrong = [.. Repository.Files(".cs").SelectMany(file => Repository.Lines(file)
            .Select((line, i) => (line.Length, Place: $"{file}:{i + 1}"))
            .Where(line => line.Length > LongestLine).Select(line => line.Place))];
        Assert.True(wrong.Length == 0, $"{wrong.Length} lines of over {LongestLine} columns:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void PointersAreInFewPlaces()
    {
        string[] wrong = [.. Sources().Where(file => !Starts(file, s_unsafe)
            && Repository.Lines(file).Any(line => Unsafe().IsMatch(line)))];
        Assert.Empty(wrong);
    }

    [Fact]
    public void IntrinsicsAreInOneFolder()
    {
        string[] wrong = [.. Sources().Where(file => !Starts(file, ["model/inference/Simd/"])
            && Repository.Lines(file).Any(line => line.StartsWith("using System.Runtime.Intrinsics", StringComparison.Ordinal)))];
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Sources()
        => Repository.Files(".cs").Where(file => Starts(file, ["bitstream/", "model/", "codec/", "tools/"]));

    private static bool Starts(string file, string[] starts) => starts.Any(start => file.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^[^/""]*\bunsafe\b")]
    private static partial Regex Unsafe();
}
