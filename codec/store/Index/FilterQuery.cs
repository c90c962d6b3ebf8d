using System.Globalization;

namespace VaeCodec.Store.Index;

/// <summary>A filter as the condition of a query over <c>pictures p</c>, with its parameters.</summary>
internal sealed class FilterQuery
{
    private readonly List<string> _conditions = [];
    private readonly Dictionary<string, object?> _parameters = [];

    /// <summary>Translates a filter.</summary>
    public FilterQuery(PictureFilter filter)
    {
        _conditions.Add(filter.Deleted ? "p.deleted IS NOT NULL" : "p.deleted IS NULL");
        Add("p.date >= @from", "from", filter.From is { } from ? SqlTime.From(from) : null);
        Add("p.date < @before", "before", filter.Before is { } before ? SqlTime.From(before) : null);
        Add("p.width * p.height >= @least", "least", filter.MinPixels);
        Add("p.width * p.height <= @most", "most", filter.MaxPixels);
        Add("lower(p.camera) LIKE @camera ESCAPE '!'", "camera", filter.Camera is { } camera ? $"%{Escape(camera)}%" : null);
        for (int i = 0; i < filter.Tags.Count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"tag{i}");
            Add($"p.id IN (SELECT id FROM tags WHERE tag = @{name})", name, filter.Tags[i]);
        }
    }

    /// <summary>The condition.</summary>
    public string Condition => string.Join(" AND ", _conditions);

    /// <summary>Its parameters.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => _parameters;

    private static string Escape(string text) => text.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    private void Add(string condition, string name, object? value)
    {
        if (value is null)
            return;
        _conditions.Add(condition);
        _parameters.Add(name, value);
    }
}
