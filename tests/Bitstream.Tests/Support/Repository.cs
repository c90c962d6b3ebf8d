namespace VaeCodec.Bitstream.Tests;

/// <summary>Files of the source tree that tests read.</summary>
internal static class Repository
{
    internal static string Path(params string[] parts)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "VaeCodec.sln"))) return System.IO.Path.Combine([at.FullName, .. parts]);
        throw new DirectoryNotFoundException("The tests run outside the source tree.");
    }
}
