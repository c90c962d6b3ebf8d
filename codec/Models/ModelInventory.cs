namespace VaeCodec.Models;

/// <summary>Lists what a library has, for people.</summary>
internal static class ModelInventory
{
    /// <summary>The weight files of each place, in the order in which places are searched; then listed models that no place has.</summary>
    public static IReadOnlyList<VaeModelInfo> Of(ModelLibrary library)
    {
        IReadOnlyList<ModelEntry> entries = library.Entries;
        List<VaeModelInfo> models = [.. library.Places.SelectMany(place => place.Files).Select(file => Info(file, entries))];
        HashSet<string> found = [.. models.Select(model => model.Sha256)];
        models.AddRange(entries.Where(entry => !found.Contains(entry.Hash))
            .Select(entry => new VaeModelInfo(entry.FullName, entry.Kind.Name, $"{entry.Id:x8}", entry.Hash, entry.Bytes, entry.Status,
                null)));
        return models;
    }

    /// <summary>A file that a list names, wherever it lies, has the list's name and status.</summary>
    private static VaeModelInfo Info(ModelFile file, IReadOnlyList<ModelEntry> entries)
    {
        ModelEntry? entry = entries.FirstOrDefault(entry => entry.Hash == file.Hash);
        return new(entry?.FullName ?? file.Name, file.Kind?.Name, $"{file.Id:x8}", file.Hash, file.Bytes,
            entry?.Status ?? ModelStatus.Unlisted, file.Exists ? file.Place : null)
        {
            File = file,
        };
    }
}
