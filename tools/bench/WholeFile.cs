namespace VaeCodec.Bench;

/// <summary>Writes a file so that it appears whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file, then renames.</summary>
    public static void Write(string path, string text)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Fails now where <see cref="Write"/> would fail after a long run.</summary>
    /// <exception cref="IOException">The file's folder does not exist.</exception>
    public static void RequireFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new IOException($"'{path}' cannot be written: there is no folder '{folder}'");
    }
}
