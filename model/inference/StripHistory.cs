namespace VaeCodec.Inference;

/// <summary>The last rows that each operation has made, for the strip that it makes next.</summary>
internal sealed class StripHistory
{
    private readonly Dictionary<string, Entry> _last = [];

    private readonly record struct Entry(int Bottom, float[] Values);

    /// <summary>Puts the rows before a strip above it.</summary>
    public void Resume(string operation, Tensor strip)
    {
        int top = strip.Rows.Top;
        if (top == 0)
            return;
        if (!_last.TryGetValue(operation, out Entry entry) || entry.Bottom != top)
            throw new InvalidOperationException($"'{operation}' is asked for rows from {top} on, but not after those before");
        entry.Values.CopyTo(strip.Stored(top - Tensor.HistoryRows, Tensor.HistoryRows));
    }

    /// <summary>Keeps the last rows of a strip that another follows.</summary>
    public void Keep(string operation, Tensor strip)
    {
        if (strip.Rows.ReachesEnd)
            return;
        Span<float> rows = strip.Stored(strip.Rows.Bottom - Tensor.HistoryRows, Tensor.HistoryRows);
        float[] values = _last.TryGetValue(operation, out Entry entry) && entry.Values.Length == rows.Length ? entry.Values : new float[rows.Length];
        rows.CopyTo(values);
        _last[operation] = new(strip.Rows.Bottom, values);
    }
}
