using VaeCodec.Images;

namespace VaeCodec.Bench.Codecs;

/// <summary>A temporary folder for the peers' files. Keeps the inputs of the picture at hand, so that all settings share them.</summary>
internal sealed class PeerWorkspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vaecodec-bench-").FullName;
    private readonly List<string> _inputs = [];
    private string _current = "";

    /// <summary>Path of a file of the workspace.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>The picture as a file without metadata, in the format of a suffix.</summary>
    public string Input(TestImage image, string suffix)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Hash != _current)
        {
            _inputs.ForEach(File.Delete);
            _inputs.Clear();
            _current = image.Hash;
        }

        string path = this["in" + suffix];
        if (_inputs.Contains(path))
            return path;
        File.WriteAllBytes(path, ImageFile.SaveToBytes(image.Image, suffix));
        _inputs.Add(path);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
