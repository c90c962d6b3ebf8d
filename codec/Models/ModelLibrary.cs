using System.Collections.Concurrent;
using System.Reflection;
using VaeCodec.Inference.Hvae;

namespace VaeCodec.Models;

/// <summary>Finds models of every kind by the hash of their weights: in the package, then in a folder, then in the assemblies that were
/// registered. The first place that has a sound file gives it. Thread-safe.</summary>
/// <param name="package">What ships with the codec.</param>
/// <param name="folder">The user's folder; null for none.</param>
internal sealed class ModelLibrary(ListedModels package, ModelFolder? folder)
{
    /// <summary>The folder of the weights that ship with the codec.</summary>
    public static string PackageFolder { get; } = Path.Combine(AppContext.BaseDirectory, "weights");

    private static readonly ListedModels s_package = ListedModels.InFolder(PackageFolder);
    private static readonly ConcurrentDictionary<string, ModelLibrary> s_libraries = new();
    private static IReadOnlyList<ListedModels> s_registered = [];
    private static readonly Lock s_gate = new();

    // By ModelKind.Key: a dictionary with a pair as its key would be compiled at every start.
    private readonly ConcurrentDictionary<string, object> _found = new();

    /// <summary>The places in the order in which they are searched.</summary>
    public IReadOnlyList<IModelSource> Places => folder is null ? [package, .. s_registered] : [package, folder, .. s_registered];

    /// <summary>What every list of the places says, pre-releases included; a model that several list is told once.</summary>
    public IReadOnlyList<ModelEntry> Entries => [.. Places.SelectMany(place => place.Entries)
        .DistinctBy(entry => entry.Kind.Key(entry.Hash))];

    /// <summary>The library with a user's folder.</summary>
    /// <param name="folder">Null for <see cref="VaeModels.UserFolder"/>.</param>
    /// <exception cref="VaeCodecException">BadArgument: no folder can have that name.</exception>
    public static ModelLibrary In(string? folder)
    {
        string path = folder ?? VaeModels.UserFolder;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                "the models folder has no name; give one, or null for the user's own");
        return s_libraries.GetOrAdd(Path.GetFullPath(path), full => new(s_package, new(full)));
    }

    /// <summary>Adds an assembly's weights to every library.</summary>
    /// <exception cref="VaeCodecException">BadArgument: the assembly has no list of models. UnknownModel: the list cannot be
    /// read.</exception>
    public static void Register(Assembly assembly)
    {
        ListedModels models = ListedModels.InAssembly(assembly);
        _ = models.Entries;
        lock (s_gate)
        {
            if (s_registered.All(registered => registered.Place != models.Place))
                s_registered = [.. s_registered, models];
        }
    }

    /// <summary>The model of an id.</summary>
    /// <param name="kind">What it is needed for.</param>
    /// <param name="id">As a file names it.</param>
    /// <exception cref="VaeCodecException">UnknownModel: no place has it, or none that this build can use; or several places' bytes answer
    /// to the id.</exception>
    public T Get<T>(ModelKind<T> kind, uint id)
        where T : class
    {
        string key = kind.Key($"{id:x8}");
        if (_found.TryGetValue(key, out object? known))
            return (T)known;
        var failures = new List<ModelFailure>();
        foreach (IModelSource place in Places)
        {
            ModelFile[] files = [.. place.Files.Where(file => file.Id == id).DistinctBy(file => file.Hash)];
            ModelFile[] fitting = [.. files.Where(file => file.Kind == kind)];
            if (fitting.Length > 1)
                throw MissingModel.Ambiguous(kind, id, fitting);
            failures.AddRange(files.Where(file => file.Kind != kind).Select(file => ModelFailure.OfOtherKind(file, kind)));
            foreach (ModelFile file in fitting)
            {
                try
                {
                    T model = LoadedModels.Get(kind, file);
                    _found[key] = model;
                    return model;
                }
                catch (InvalidDataException e)
                {
                    failures.Add(new(file, e.Message, e));
                }
            }
        }

        throw MissingModel.Of(this, kind, id, failures);
    }

    /// <summary>The model that new files shall be written with.</summary>
    /// <param name="kind">What it is needed for.</param>
    /// <param name="wanted">A name with or without release (then the newest that is listed), or the first eight or more digits of the
    /// weights' SHA-256; null for the default.</param>
    /// <exception cref="VaeCodecException">UnknownModel: there is none of that name or hash. BadArgument: there are several, or it is of
    /// another kind.</exception>
    public T Choose<T>(ModelKind<T> kind, string? wanted)
        where T : class
        => wanted is null ? Default(kind) : Get(kind, ModelChoice.Of(this, kind, wanted).Id);

    /// <summary>The model that new files are written with; of several defaults the first.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: it is missing or damaged.</exception>
    public T Default<T>(ModelKind<T> kind)
        where T : class
        => Released(kind).FirstOrDefault(entry => entry.Status == ModelStatus.Default) is { } entry ? Get(kind, entry.Id)
            : throw MissingModel.NoDefault(this, kind);

    /// <summary>The newest heads for small pictures of a flagship's files; null where no list has any.</summary>
    /// <exception cref="VaeCodecException">UnknownModel: they are listed, but missing or damaged.</exception>
    public HvaePreview? PreviewOf(uint flagship)
        => Released(ModelKind.Preview).Where(entry => entry.Flagship == flagship).MaxBy(entry => entry.Release) is { } entry
            ? Get(ModelKind.Preview, entry.Id) : null;

    /// <summary>The weight file of what <see cref="Choose"/> gives.</summary>
    public ModelFile FileOf(ModelKind kind, string? wanted)
    {
        IEnumerable<ModelFile> files = Places.SelectMany(place => place.Files).Where(file => file.Kind == kind);
        if (wanted is null)
            return files.First(file => file.Entry?.Status == ModelStatus.Default);
        uint id = ModelChoice.Of(this, kind, wanted).Id;
        return files.First(file => file.Id == id);
    }

    /// <summary>The listed models of a kind that can be at hand.</summary>
    public IEnumerable<ModelEntry> Released(ModelKind kind) => Entries.Where(entry => entry.Kind == kind && !entry.IsPreRelease);

    /// <summary>Name and id, for people; the id alone where no list has it.</summary>
    public ModelId Describe(uint id) => Describer()(id);

    /// <summary>Does what <see cref="Describe"/> does, for many ids, by what the lists say now.</summary>
    public Func<uint, ModelId> Describer()
    {
        var names = new Dictionary<uint, string>();
        try
        {
            foreach (ModelEntry entry in Entries)
                names.TryAdd(entry.Id, entry.FullName);
        }
        catch (VaeCodecException)
        {
            names.Clear(); // a list that cannot be read
        }

        return id => new(names.GetValueOrDefault(id), $"{id:x8}");
    }
}
