using System.Xml.Linq;

namespace VaeCodec.Architecture.Tests;

/// <summary>The files of the source tree, by their paths from its root with forward slashes.</summary>
internal static class Repository
{
    /// <summary>The folder that the solution is in.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All files of an extension, but for what builds and tools have left behind.</summary>
    public static IReadOnlyList<string> Files(string extension, string folder = "")
        => [.. Under(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(file => file.Extension == extension)
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    /// <summary>Whether there is a file or folder of that path.</summary>
    public static bool Has(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>A project's folder.</summary>
    public static string FolderOf(string project) => Path.GetDirectoryName(project)!.Replace('\\', '/');

    /// <summary>The elements of a name in a project file.</summary>
    public static IEnumerable<XElement> Elements(string project, string name) => XDocument.Load(Path.Combine(Root, project))
        .Descendants(name);

    private static IEnumerable<FileInfo> Under(DirectoryInfo folder)
        => folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => inner.Name is not ("bin" or "obj" or "BenchmarkDotNet.Artifacts" or "TestResults") && inner.Name[0] != '.')
            .SelectMany(Under));

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VaeCodec.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("VaeCodec.sln is in no folder above the tests");
        return folder;
    }
}
