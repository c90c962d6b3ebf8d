namespace VaeCodec.CommandLine.Files;

/// <summary>Where a program keeps what it can make again.</summary>
internal static class CacheFolder
{
    /// <summary>A folder of VaeCodec's in the user's cache folder: XDG_CACHE_HOME or ~/.cache, elsewhere the local application data. It may
    /// not exist yet.</summary>
    public static string Of(string purpose)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".cache");
        return Path.Combine(root, "vaecodec", purpose);
    }
}
