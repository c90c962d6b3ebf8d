namespace VaeCodec.Tests.Shared;

/// <summary>A folder for one test's files, removed with all its content afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vaecodec-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The names in it, hidden ones too: what a failed command leaves behind.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path))
        .Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
