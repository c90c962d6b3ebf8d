namespace VaeCodec.Images.Losses;

/// <summary>Names of parts that are left out, each once and as many as fit into a line: a file may choose them.</summary>
internal sealed class LossNames
{
    private const int Most = 8, LongestName = 80;

    private readonly List<string> _names = [];
    private readonly HashSet<string> _seen = [];

    /// <summary>How many there are.</summary>
    public int Count => _seen.Count;

    /// <summary>Adds a name, unless it is null or there.</summary>
    public void Add(string? name)
    {
        if (name is null || !_seen.Add(name.Length > LongestName ? name = name[..LongestName] + "..." : name))
            return;
        if (_names.Count < Most)
            _names.Add(name);
    }

    /// <summary>The names in the order in which they came, and how many more there are.</summary>
    public IEnumerable<string> Summary() => Count > Most ? [.. _names, $"{Count - Most} more"] : _names;
}
