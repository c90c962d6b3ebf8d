using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Models;

/// <summary>A user's folder of weight files (<c>*.safetensors</c>), each known by its hash whatever its name is. The folder may change while it is
/// in use and may hold anything: what is no weight file is passed over, and nothing is believed but the bytes.</summary>
internal sealed class ModelFolder(string path)
{
    /// <summary>Larger files are no models of this codec.</summary>
    private const long MaxBytes = 1L << 28;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _known = [];
    private readonly Dictionary<uint, HvaeModel> _loaded = [];

    private sealed record Known(long Length, DateTime Written, WeightFile File);

    /// <summary>One file of the folder.</summary>
    /// <param name="Name">Its name without the extension.</param>
    /// <param name="Path">Where it lies.</param>
    /// <param name="Hash">SHA-256 of its bytes, lower-case hexadecimal.</param>
    /// <param name="Id">The first four bytes of it: how .vaec files name their model.</param>
    public sealed record WeightFile(string Name, string Path, string Hash, uint Id);

    /// <summary>The files by name; none where the folder is missing or closed to us. Hashes are kept until a file's size or time changes.</summary>
    public IReadOnlyList<WeightFile> List()
    {
        lock (_gate)
            return [.. Candidates().Select(Identified).OfType<WeightFile>()];
    }

    /// <summary>The model of an id, or null.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: the file of that hash is no set of weights that this build can use.</exception>
    public HvaeModel? Find(uint id)
    {
        lock (_gate)
        {
            if (_loaded.TryGetValue(id, out HvaeModel? model))
                return model;
            if (Candidates().Select(Identified).FirstOrDefault(file => file?.Id == id) is not { } found)
                return null;
            return _loaded[id] = Load(found);
        }
    }

    private List<FileInfo> Candidates()
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFiles("*.safetensors").OrderBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            return [];
        }
    }

    /// <summary>Null for what cannot be read or is no weight file by its size; pipes and devices have none, and are never opened.</summary>
    private WeightFile? Identified(FileInfo file)
    {
        try
        {
            FileInfo target = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            (long length, DateTime written) = (target.Length, target.LastWriteTimeUtc);
            if (length is < 8 or > MaxBytes)
                return null;
            if (_known.TryGetValue(file.FullName, out Known? known) && known.Length == length && known.Written == written)
                return known.File;
            using FileStream stream = target.OpenRead();
            byte[] hash = SHA256.HashData(stream);
            var found = new WeightFile(Path.GetFileNameWithoutExtension(file.Name), file.FullName, Convert.ToHexStringLower(hash), BinaryPrimitives.ReadUInt32BigEndian(hash));
            _known[file.FullName] = new(length, written, found);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static HvaeModel Load(WeightFile file)
    {
        try
        {
            HvaeWeights weights = HvaeWeights.Parse(File.ReadAllBytes(file.Path));
            return weights.Id == file.Id ? new(weights) : throw new InvalidDataException("it has just been changed");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel, $"the weights '{file.Path}' cannot be used: {e.Message}", inner: e);
        }
    }
}
