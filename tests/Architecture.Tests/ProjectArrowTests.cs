namespace VaeCodec.Architecture.Tests;

/// <summary>Which project may use which: tools -> codec/images -> codec -> {model, bitstream}, and never back.</summary>
public class ProjectArrowTests
{
    /// <summary>For each project's folder the folders of those that it may refer to. Tests may refer to anything.</summary>
    private static readonly Dictionary<string, string[]> s_arrows = new()
    {
        ["bitstream"] = [],
        ["model/networks"] = [],
        ["model/inference"] = ["model/networks"],
        ["model/weights"] = [], // only a package
        ["codec"] = ["bitstream", "model/networks", "model/inference"],
        ["codec/images"] = ["codec"],
        ["codec/store"] = ["codec", "codec/images"],
        ["codec/store/remote"] = ["codec", "codec/store"],
        ["codec/interop/imagesharp"] = ["codec"],
        ["codec/interop/skiasharp"] = ["codec"],
        ["tools/commandline"] = ["codec"],
        ["tools/vaecodec"] = ["tools/commandline", "codec", "codec/images", "codec/store", "codec/store/remote"],
        ["tools/train"] = ["tools/commandline", "codec", "codec/images", "model/networks", "model/inference"],
        ["tools/bench"] = ["tools/commandline", "codec", "codec/images"],
        ["tools/bench/micro"] = ["codec"],
        ["tools/batch"] = ["tools/commandline", "codec", "codec/images", "codec/store", "codec/store/remote"],
        ["tools/viewer"] = ["codec"],
        ["tools/server"] = ["tools/commandline", "codec", "codec/images", "codec/store", "codec/store/remote"],
    };

    [Fact]
    public void AProjectRefersOnlyToThoseBelowIt()
    {
        string[] wrong = [.. Projects().SelectMany(project => References(project)
            .Where(target => !s_arrows.TryGetValue(project.Folder, out string[]? allowed) || !allowed.Contains(target))
            .Select(target => $"{project.Folder} -> {target}"))];
        Assert.True(wrong.Length == 0, "Turned arrows, or ones that DESIGN.md does not have: " + string.Join(", ", wrong));
    }

    [Fact]
    public void TheToolReachesNoProgramOfItsOwn()
    {
        var reached = new HashSet<string>();
        Follow("tools/vaecodec");
        Assert.Contains("codec", reached);
        Assert.DoesNotContain("tools/train", reached);
        Assert.DoesNotContain("tools/bench", reached);
        Assert.DoesNotContain("tools/server", reached);
        Assert.DoesNotContain("tools/batch", reached);

        void Follow(string folder)
        {
            foreach (string target in References(Projects().Single(project => project.Folder == folder)).Where(reached.Add))
                Follow(target);
        }
    }

    private static (string File, string Folder)[] Projects()
        => [.. Repository.Files(".csproj").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .Select(file => (file, Repository.FolderOf(file)))];

    private static IEnumerable<string> References((string File, string Folder) project)
        => Repository.Elements(project.File, "ProjectReference").Select(reference => Path.GetRelativePath(Repository.Root,
            Path.GetFullPath(Path.Combine(Repository.Root, project.Folder, Path.GetDirectoryName(reference.Attribute("Include")!.Value)!)))
            .Replace('\\', '/'));
}
