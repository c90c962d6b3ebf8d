using System.Globalization;
using System.Text;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Tool.Files;

/// <summary>Files in a folder whose names somebody else has chosen: they stay in it, follow no link out of it, and none takes another's
/// place.</summary>
/// <param name="folder">The folder, which the user has named.</param>
internal sealed class ExtractionFolder(string folder)
{
    /// <summary>The most bytes of a name on nearly every file system.</summary>
    private const int MostNameBytes = 255;

    /// <summary>The images' names by those of their files, compared as the system usually does.</summary>
    private readonly Dictionary<string, string> _taken = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal
        : StringComparer.OrdinalIgnoreCase);

    /// <summary>Where an image goes: its name with another extension.</summary>
    /// <param name="name">In the archive.</param>
    /// <param name="extension">With its dot.</param>
    /// <exception cref="VaeCodecException">Unsupported: what is an innocent name on one system is a path on another; or another image has
    /// taken it.</exception>
    /// <exception cref="OutputException">A link has the name.</exception>
    public string PathOf(string name, string extension)
    {
        string file = FileName(ArchiveNames.Stem(name), extension);
        if (Path.GetFileName(file) != file)
            throw new VaeCodecException(VaeCodecErrorKind.Unsupported, $"'{name}' cannot be the name of a file here");
        if (!_taken.TryAdd(file, name) && _taken[file] != name)
            throw new VaeCodecException(VaeCodecErrorKind.Unsupported, $"'{name}' would become {file} here, as '{_taken[file]}' does");
        string path = Path.Combine(folder, file);
        return new FileInfo(path).LinkTarget is null ? path
            : throw new OutputException($"{path}: is a link, which names of an archive do not follow; remove it");
    }

    /// <summary>The name with its extension, shortened where both together are too long; its checksum then tells it from others that begin
    /// like it.</summary>
    private static string FileName(string stem, string extension)
    {
        if (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(extension) <= MostNameBytes)
            return stem + extension;
        uint crc = Crc32C.Compute(Encoding.UTF8.GetBytes(stem));
        string end = string.Create(CultureInfo.InvariantCulture, $"~{crc:x8}{extension}");
        var kept = new StringBuilder();
        int bytes = Encoding.UTF8.GetByteCount(end);
        foreach (Rune rune in stem.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MostNameBytes)
                break;
            kept.Append(rune.ToString());
        }

        return kept.Append(end).ToString();
    }
}
