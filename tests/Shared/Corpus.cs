namespace VaeCodec.Tests.Shared;

/// <summary>Where the repository's own test pictures lie, however the tests were started.</summary>
internal static class Corpus
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string name) => Path.Combine(Root, "corpus", name);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VaeCodec.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("VaeCodec.sln lies in no folder above " + AppContext.BaseDirectory);
    }
}
