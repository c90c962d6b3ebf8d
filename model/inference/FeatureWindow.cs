namespace VaeCodec.Inference;

/// <summary>Rows of features that the bottom-up pass has made and the top-down pass, which lags behind it, has yet to read: appended below,
/// dropped above.</summary>
internal sealed class FeatureWindow(DeterministicEngine engine)
{
    private Tensor? _rows;
    private int _top;

    /// <summary>Takes a strip over and returns it with the rows above it that have not been dropped.</summary>
    public Tensor Append(Tensor strip)
    {
        if (strip.Rows.IsWhole)
            return strip;
        if (strip.Rows.Top == 0)
            Clear();
        if (_rows is null || strip.Rows.Bottom > _rows.Rows.Bottom)
            MakeRoom(strip);
        engine.CopyRows(strip, strip.Rows, _rows!);
        engine.Release(strip);
        return _rows!.View(strip.Rows);
    }

    /// <summary>Says that rows above this one will not be read again; the last word counts.</summary>
    public void DropBefore(int row) => _top = row;

    /// <summary>Moves the rows that are left, and doubles the room where they fill half of it.</summary>
    private void MakeRoom(Tensor strip)
    {
        int left = strip.Rows.Top - _top, needed = strip.Rows.Bottom - _top;
        int room = Math.Max(2 * needed, _rows?.Height ?? 0);
        Tensor moved = engine.RentLike(strip, strip.Rows with { Top = _top, Bottom = _top + room });
        if (_rows is not null)
        {
            engine.CopyRows(_rows, new(_top, _top + left, strip.Rows.GridHeight), moved);
            engine.Release(_rows);
        }

        _rows = moved;
    }

    private void Clear()
    {
        if (_rows is not null)
            engine.Release(_rows);
        _rows = null;
        _top = 0;
    }
}
