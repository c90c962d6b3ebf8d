using System.Globalization;
using System.Text;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Tool.Files;

/// <summary>Files in a folder whose names somebody else has chosen: they stay in it, follow no link out of it, and none takes another's
/// place.</summary>
/// <param name="folder">The folder, which the user has named.</param>
/// <param name="extension">Of the files, with its dot.</param>
/// <param name="existing">What becomes of files that are there.</param>
internal sealed class ExtractionFolder(string folder, string extension, Existing existing)
{
    /// <summary>The images' names by those of their files, compared as the system usually does.</summary>
    private readonly Dictionary<string, string> _taken = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal
        : StringComparer.OrdinalIgnoreCase);

    /// <summary>An image to extract: it has its name with another extension. What is an innocent name on one system is a path on another,
    /// and another image may have taken it: the job fails then.</summary>
    /// <param name="archive">The archive, for messages.</param>
    /// <param name="name">The image's, in the archive.</param>
    public Job JobOf(string archive, string name)
    {
        string file = FileNameOf(ArchiveNames.Stem(name));
        VaeCodecException? failure = Path.GetFileName(file) != file ? Unsupported("it cannot be the name of a file here")
            : !_taken.TryAdd(file, name) ? Unsupported($"it would become {file} here, as '{_taken[file]}' does") : null;
        var output = new OutputFile(Path.Combine(folder, Path.GetFileName(file)), existing, FollowsLinks: false);
        return new(new($"{archive}: {name}", name, failure), output, MakesFolder: true);
    }

    private static VaeCodecException Unsupported(string message) => new(VaeCodecErrorKind.Unsupported, message);

    /// <summary>The name with its extension, shortened where both together are too long; its checksum then tells it from others that begin
    /// like it.</summary>
    private string FileNameOf(string stem)
    {
        if (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(extension) <= FileNames.MostBytes)
            return stem + extension;
        uint crc = Crc32C.Compute(Encoding.UTF8.GetBytes(stem));
        return FileNames.Shortened(stem, string.Create(CultureInfo.InvariantCulture, $"~{crc:x8}{extension}"));
    }
}
