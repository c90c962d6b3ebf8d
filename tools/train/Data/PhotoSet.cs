namespace VaeCodec.Train.Data;

/// <summary>The pictures of a folder, decoded once and split into those to train on and those to evaluate with.</summary>
/// <param name="Training">To train on.</param>
/// <param name="HeldOut">Never trained on.</param>
public sealed record PhotoSet(IReadOnlyList<Photo> Training, IReadOnlyList<Photo> HeldOut)
{
    /// <summary>Pictures evaluated at most; a held-out group beyond them is not trained on either.</summary>
    public const int MaxHeldOut = 24;

    private const int GroupsPerHeldOut = 64;
    private const int HeldOutOffset = 7;

    /// <summary>Decodes all .jpg and .png files under a folder whose shorter side is at least <paramref name="minSide"/>.</summary>
    public static PhotoSet Load(string folder, int minSide)
    {
        string[] files = [.. Find(folder, "*.jpg"), .. Find(folder, "*.png")];
        Photo[] photos = [.. files.AsParallel().AsOrdered().Select(Photo.Load).Where(p => p.ShorterSide >= minSide)];
        if (photos.Length == 0)
            throw new InvalidDataException($"'{folder}' has no .jpg or .png of at least {minSide} pixels a side");
        return Split(photos, PhotoGroups.Beside(folder));
    }

    /// <summary>Holds out every 64th group of pictures, from the 8th on.</summary>
    /// <param name="photos">All pictures.</param>
    /// <param name="groups">The group of a file name: pictures of one group stay on one side.</param>
    public static PhotoSet Split(IReadOnlyList<Photo> photos, Func<string, string> groups)
    {
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(groups);
        var ordinals = new Dictionary<string, int>();
        foreach (Photo photo in photos)
            ordinals.TryAdd(groups(photo.Name), ordinals.Count);
        ILookup<bool, Photo> sides = photos.ToLookup(p => ordinals[groups(p.Name)] % GroupsPerHeldOut == HeldOutOffset);
        return new([.. sides[false]], [.. sides[true].Take(MaxHeldOut)]);
    }

    private static IEnumerable<string> Find(string folder, string pattern)
        => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
