using System.Security;
using System.Security.Cryptography;

namespace VaeCodec.Models;

/// <summary>A user's folder of weight files (<c>*.safetensors</c>) of any kind, each known by its hash whatever its name is. The folder may
/// change while it is in use and may hold anything: what is no weight file is passed over, and nothing is believed but the bytes.</summary>
internal sealed class ModelFolder(string path) : IModelSource
{
    private const int LeastBytes = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _known = [];

    private sealed record Known(long Length, DateTime Written, ModelFile File);

    /// <inheritdoc/>
    public string Place { get; } = $"the folder {path}";

    /// <inheritdoc/>
    public string Path { get; } = path;

    /// <summary>None: a list in a user's folder would have to be believed.</summary>
    public IReadOnlyList<ModelEntry> Entries => [];

    /// <summary>Whether the folder is there.</summary>
    public bool Exists => Directory.Exists(Path);

    /// <summary>The files by name; none where the folder is missing or closed to us. Hashes are kept until a file's size or time
    /// changes.</summary>
    public IReadOnlyList<ModelFile> Files
    {
        get
        {
            lock (_gate)
                return [.. Candidates().Select(Identified).OfType<ModelFile>()];
        }
    }

    private List<FileInfo> Candidates()
    {
        try
        {
            return [.. new DirectoryInfo(Path).EnumerateFiles("*" + WeightFile.Extension)
                .OrderBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or SecurityException)
        {
            return [];
        }
    }

    /// <summary>Null for what cannot be read or is no weight file by its size; pipes and devices have none, and are never opened.</summary>
    private ModelFile? Identified(FileInfo file)
    {
        try
        {
            FileInfo target = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            (long length, DateTime written) = (target.Length, target.LastWriteTimeUtc);
            if (length is < LeastBytes or > WeightFile.MaxBytes)
                return null;
            if (_known.TryGetValue(file.FullName, out Known? known) && known.Length == length && known.Written == written)
                return known.File;
            using FileStream stream = target.OpenRead();
            ModelKind? kind = WeightFile.KindOf(stream);
            stream.Position = 0;
            string hash = Convert.ToHexStringLower(SHA256.HashData(stream)), full = file.FullName;
            var found = new ModelFile(System.IO.Path.GetFileNameWithoutExtension(file.Name), kind, hash, length, full,
                () => File.OpenRead(full));
            _known[full] = new(length, written, found);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
