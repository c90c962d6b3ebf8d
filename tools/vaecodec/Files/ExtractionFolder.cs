using System.Globalization;
using System.Text;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Tool.Files;

/// <summary>Files in a folder whose names an archive has chosen: they stay in it, follow no link out of it, and none takes another's
/// place.</summary>
internal sealed class ExtractionFolder
{
    private readonly VaeArchive _archive;
    private readonly string _archiveName, _folder, _extension;
    private readonly Existing _existing;

    /// <summary>Of each image whose file another one has: the place of that.</summary>
    private readonly Dictionary<int, int> _clashes = [];

    /// <summary>Finds the names.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="archiveName">Its name, for messages.</param>
    /// <param name="entries">The places of the images that are wanted.</param>
    /// <param name="folder">The folder, which the user has named.</param>
    /// <param name="extension">Of the files, with its dot.</param>
    /// <param name="existing">What becomes of files that are there.</param>
    public ExtractionFolder(VaeArchive archive, string archiveName, int[] entries, string folder, string extension, Existing existing)
    {
        (_archive, _archiveName, _folder, _extension, _existing) = (archive, archiveName, folder, extension, existing);
        var taken = new HashSet<int>(entries.Length, new NamesOfFiles(this));
        foreach (int entry in entries)
        {
            if (!taken.Add(entry) && taken.TryGetValue(entry, out int first))
                _clashes.Add(entry, first);
        }

        Jobs = new ComputedList<Job>(entries.Length, i => JobOf(entries[i]));
    }

    /// <summary>The images to extract, each put together when it is asked for: an archive of a few bytes may have names for hundreds of
    /// megabytes.</summary>
    public IReadOnlyList<Job> Jobs { get; }

    /// <summary>An image has its name with another extension. What is an innocent name on one system is a path on another, and another
    /// image may have taken it: the job fails then.</summary>
    private ExtractionJob JobOf(int entry)
    {
        string name = _archive.Entries[entry].Name, file = FileNameOf(entry);
        VaeCodecException? failure = Path.GetFileName(file) != file ? Unsupported("it cannot be the name of a file here")
            : _clashes.TryGetValue(entry, out int first)
                ? Unsupported($"it would become {file} here, as '{_archive.Entries[first].Name}' does") : null;
        var output = new OutputFile(Path.Combine(_folder, Path.GetFileName(file)), _existing, FollowsLinks: false);
        return new(new($"{_archiveName}: {name}", name, failure), output, entry);
    }

    private static VaeCodecException Unsupported(string message) => new(VaeCodecErrorKind.Unsupported, message);

    /// <summary>The name with its extension, shortened where both together are too long; its checksum then tells it from others that begin
    /// like it.</summary>
    private string FileNameOf(int entry)
    {
        string stem = ArchiveNames.Stem(_archive.Entries[entry].Name);
        if (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(_extension) <= FileNames.MostBytes)
            return stem + _extension;
        uint crc = Crc32C.Compute(Encoding.UTF8.GetBytes(stem));
        return FileNames.Shortened(stem, string.Create(CultureInfo.InvariantCulture, $"~{crc:x8}{_extension}"));
    }

    /// <summary>Compares images by the names of their files, as the system usually does, and keeps no text.</summary>
    private sealed class NamesOfFiles(ExtractionFolder folder) : IEqualityComparer<int>
    {
        private readonly StringComparer _comparer = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

        public bool Equals(int one, int other) => _comparer.Equals(folder.FileNameOf(one), folder.FileNameOf(other));

        public int GetHashCode(int entry) => _comparer.GetHashCode(folder.FileNameOf(entry));
    }
}
