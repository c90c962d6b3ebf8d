using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Hvae;

/// <summary>The last rows that each operation has made, for the strip that it makes next.</summary>
internal sealed class StripHistory(TensorPool pool)
{
    /// <summary>Strips without rows, which follow those that were made and have their last rows above them.</summary>
    private readonly Dictionary<string, Tensor> _last = [];

    /// <summary>Puts the rows before a strip above it.</summary>
    public void Resume(string operation, Tensor strip)
    {
        int top = strip.Rows.Top;
        if (top == 0)
            return;
        if (!_last.Remove(operation, out Tensor? last) || last.Rows.Bottom != top)
            throw new InvalidOperationException($"'{operation}' is asked for rows from {top} on, but not after those before");
        last.Stored(top - Tensor.HistoryRows, Tensor.HistoryRows).CopyTo(strip.Stored(top - Tensor.HistoryRows, Tensor.HistoryRows));
        pool.Return(last);
    }

    /// <summary>Keeps the last rows of a strip that another follows.</summary>
    public void Keep(string operation, Tensor strip)
    {
        if (strip.Rows.ReachesEnd)
            return;
        int bottom = strip.Rows.Bottom;
        Tensor last = pool.Rent(strip.Rows with { Top = bottom }, strip.Width, strip.Channels);
        strip.Stored(bottom - Tensor.HistoryRows, Tensor.HistoryRows).CopyTo(last.Stored(bottom - Tensor.HistoryRows, Tensor.HistoryRows));
        if (_last.Remove(operation, out Tensor? before))
            pool.Return(before);
        _last.Add(operation, last);
    }
}
