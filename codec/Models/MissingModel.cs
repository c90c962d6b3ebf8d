namespace VaeCodec.Models;

/// <summary>Tells that a model is missing: which, of what kind, where it was looked for, and what to do.</summary>
internal static class MissingModel
{
    private const int MostNamed = 8;

    private const string Remedy = $"put its {WeightFile.Extension} file into a folder and name the folder with --models, "
        + $"{VaeModels.FolderVariable} or ModelsFolder";

    /// <summary>The model of an id that a file names.</summary>
    public static VaeCodecException Of(ModelLibrary library, ModelKind kind, uint id, IReadOnlyList<ModelFailure> failures)
    {
        ModelEntry? entry = library.Entries.FirstOrDefault(entry => entry.Id == id && entry.Kind == kind);
        string what = entry switch
        {
            null => $"it needs the {kind.Noun} whose SHA-256 begins with {id:x8}",
            { IsPreRelease: true } => $"it needs the {kind.Noun} {entry.FullName} {id:x8} (SHA-256 {entry.Hash}), which was replaced "
                + "before the first release and is in no build",
            _ => $"it needs the {kind.Noun} {entry.FullName} (SHA-256 {entry.Hash})",
        };
        string where = failures.Count != 0
            ? string.Concat(failures.Select(failure => $"the weights '{failure.File.Place}' cannot be used: {failure.Reason}; ")) : "";
        string remedy = entry switch
        {
            { IsPreRelease: true } => $"CHANGELOG.md says where such weights are; {Remedy}",
            { } when failures.Count != 0 => $"reinstall, or {Remedy}",
            _ => Remedy,
        };
        return new(VaeCodecErrorKind.UnknownModel, $"{what}; {where}{Looked(library, kind)}; {remedy}",
            inner: failures.FirstOrDefault(failure => failure.Cause is not null)?.Cause);
    }

    /// <summary>A model that shall be used by its name or hash.</summary>
    public static VaeCodecException Named(ModelLibrary library, ModelKind kind, string wanted)
    {
        ModelEntry? past = library.Entries.FirstOrDefault(entry => entry.IsPreRelease && ModelHash.Is(wanted, entry.Hash));
        string what = past is null ? $"there is no {kind.Noun} '{wanted}'"
            : $"'{wanted}' is {past.FullName}, which was replaced before the first release and is in no build";
        return new(VaeCodecErrorKind.UnknownModel, $"{what}; {Looked(library, kind)}; {Remedy}");
    }

    /// <summary>No list has a default of the kind.</summary>
    public static VaeCodecException NoDefault(ModelLibrary library, ModelKind kind)
        => new(VaeCodecErrorKind.UnknownModel, $"there is no default {kind.Noun}; {Looked(library, kind)}; reinstall or rebuild");

    /// <summary>Different files of one place that a file's four bytes cannot tell apart.</summary>
    public static VaeCodecException Ambiguous(ModelKind kind, uint id, IEnumerable<ModelFile> files)
        => new(VaeCodecErrorKind.UnknownModel,
            $"several models answer to {id:x8} as {kind.Noun}: "
            + $"{string.Join(", ", files.Select(file => $"'{file.Place}' ({file.Hash[..16]})"))}; "
            + "take all but the right one out of the folder");

    /// <summary>Every place with its models of the kind.</summary>
    private static string Looked(ModelLibrary library, ModelKind kind)
        => "looked in " + string.Join(", then in ", library.Places.Select(place => $"{place.Place}, {Content(place, kind)}"));

    private static string Content(IModelSource place, ModelKind kind)
    {
        if (place is ModelFolder { Exists: false })
            return "which does not exist";
        ModelFile[] files = [.. place.Files.Where(file => file.Kind == kind)];
        string names = string.Join(", ", files.Take(MostNamed).Select(file => $"{file.Name} ({file.Id:x8})"));
        return files.Length == 0 ? "which has none" : $"which has {names}{(files.Length > MostNamed ? ", ..." : "")}";
    }
}
