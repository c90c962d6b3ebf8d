using System.Reflection;

namespace VaeCodec.Models;

/// <summary>Weight files with a list of them, models.json: those that ship with the codec, and those that an assembly has as
/// resources.</summary>
internal sealed class ListedModels : IModelSource
{
    private const string ListName = "models.json";

    private readonly Lazy<IReadOnlyList<ModelEntry>> _entries;
    private readonly Lazy<IReadOnlyList<ModelFile>> _files;

    private ListedModels(string place, string path, string listPath, Func<string, Stream?> open, Func<string, string> pathOf)
    {
        (Place, Path) = (place, path);
        _entries = new(() => ReadList(open, listPath));
        _files = new(() => [.. Entries.Where(entry => !entry.IsPreRelease).Select(entry
            => new ModelFile(entry.FullName, entry.Kind, entry.Hash, entry.Bytes, pathOf(entry.File),
                () => open(entry.File)) { Entry = entry })]);
    }

    /// <inheritdoc/>
    public string Place { get; }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    /// <exception cref="VaeCodecException">UnknownModel: the list cannot be read.</exception>
    public IReadOnlyList<ModelEntry> Entries => _entries.Value;

    /// <inheritdoc/>
    /// <exception cref="VaeCodecException">UnknownModel: the list cannot be read.</exception>
    public IReadOnlyList<ModelFile> Files => _files.Value;

    /// <summary>Those in a folder beside their list.</summary>
    public static ListedModels InFolder(string folder)
    {
        return new($"the package ({folder})", folder, PathOf(ListName), Open, PathOf);

        string PathOf(string file) => System.IO.Path.Combine(folder, file);
        Stream? Open(string file) => File.Exists(PathOf(file)) ? File.OpenRead(PathOf(file)) : null;
    }

    /// <summary>Those that an assembly has as embedded resources, whose names end with the files' names.</summary>
    /// <exception cref="VaeCodecException">BadArgument: the assembly has no models.json.</exception>
    public static ListedModels InAssembly(Assembly assembly)
    {
        string name = assembly.GetName().Name ?? "";
        string[] resources = assembly.GetManifestResourceNames();
        return NameOf(ListName) is not null ? new($"the assembly {name}", name, $"{ListName} of the assembly {name}", Open,
            file => $"{file} of the assembly {name}")
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"the assembly {name} has no embedded resource {ListName}, so it is no weights assembly");

        string? NameOf(string file) => resources.FirstOrDefault(resource
            => resource.EndsWith(file, StringComparison.Ordinal) && (resource.Length == file.Length
                || resource[^(file.Length + 1)] is '.' or '/' or '\\'));
        Stream? Open(string file) => NameOf(file) is { } resource ? assembly.GetManifestResourceStream(resource) : null;
    }

    private static IReadOnlyList<ModelEntry> ReadList(Func<string, Stream?> open, string path)
    {
        try
        {
            using Stream? list = open(ListName);
            if (list is null)
                return [];
            using var json = new MemoryStream();
            list.CopyTo(json);
            return ModelEntry.ReadList(json.GetBuffer().AsMemory(0, (int)json.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new VaeCodecException(VaeCodecErrorKind.UnknownModel,
                $"the list of models '{path}' cannot be read: {e.Message}; reinstall or rebuild", inner: e);
        }
    }
}
