namespace VaeCodec.Train.Data;

/// <summary>The pictures of a folder, decoded once and split into those to train on and those to evaluate with.</summary>
/// <param name="Training">To train on.</param>
/// <param name="HeldOut">Never trained on.</param>
internal sealed record PhotoSet(IReadOnlyList<Photo> Training, IReadOnlyList<Photo> HeldOut)
{
    private const int HeldOutOffset = 7;

    /// <summary>Decodes all .jpg and .png files under a folder whose shorter side is at least <paramref name="minSide"/>.</summary>
    /// <param name="folder">Searched with its subfolders.</param>
    /// <param name="minSide">Pixels.</param>
    /// <param name="holdOutEvery">One group of pictures in this many is held out.</param>
    /// <param name="spread">Whether groups are counted in the order of their detail.</param>
    /// <param name="also">File names that are held out in any case, with all of their groups.</param>
    public static PhotoSet Load(string folder, int minSide, int holdOutEvery = 64, bool spread = false, IReadOnlyList<string>? also = null)
    {
        string[] files = [.. Find(folder, "*.jpg"), .. Find(folder, "*.png")];
        Photo[] photos = [.. files.AsParallel().AsOrdered().Select(Photo.Load).Where(p => p.ShorterSide >= minSide)];
        if (photos.Length == 0)
            throw new InvalidDataException($"'{folder}' has no .jpg or .png of at least {minSide} pixels a side");
        return Split(photos, PhotoGroups.Beside(folder), holdOutEvery, spread, also);
    }

    /// <summary>Holds out one group of pictures in so many: the 8th of each run of 64, where one in 64 is held out.</summary>
    /// <param name="photos">All pictures.</param>
    /// <param name="groups">The group of a file name: pictures of one group stay on one side.</param>
    /// <param name="holdOutEvery">At least 2.</param>
    /// <param name="spread">Whether groups are counted in the order of their <see cref="Photo.Detail"/>, so that means over either side are
    /// much the same; else as they come.</param>
    /// <param name="also">File names that are held out in any case, with all of their groups.</param>
    public static PhotoSet Split(IReadOnlyList<Photo> photos, Func<string, string> groups, int holdOutEvery = 64, bool spread = false,
        IReadOnlyList<string>? also = null)
    {
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(groups);
        IEnumerable<IGrouping<string, Photo>> ordered = photos.GroupBy(p => groups(p.Name));
        if (spread)
            ordered = ordered.OrderBy(group => group.Average(p => p.Detail()));
        HashSet<string> heldOut = [.. ordered.Where((_, i) => i % holdOutEvery == HeldOutOffset % holdOutEvery).Select(group => group.Key)];
        heldOut.UnionWith((also ?? []).Select(groups));
        ILookup<bool, Photo> sides = photos.ToLookup(p => heldOut.Contains(groups(p.Name)));
        return new([.. sides[false]], [.. sides[true]]);
    }

    private static IEnumerable<string> Find(string folder, string pattern)
        => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
