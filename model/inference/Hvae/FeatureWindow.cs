using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Hvae;

/// <summary>Rows of features that the bottom-up pass has made and the top-down pass, which lags behind it, has yet to read: appended below,
/// dropped above.</summary>
internal sealed class FeatureWindow(HvaeEngine engine)
{
    private Tensor? _rows;
    private int _top;

    /// <summary>Takes a strip over and returns it with the rows above it that have not been dropped.</summary>
    public Tensor Append(Tensor strip)
    {
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

    /// <summary>Drops all rows.</summary>
    public void Clear()
    {
        if (_rows is not null)
            engine.Release(_rows);
        _rows = null;
        _top = 0;
    }

    /// <summary>Moves the rows that are left to the beginning, and to a larger place where they and the new ones do not fit.</summary>
    private void MakeRoom(Tensor strip)
    {
        int needed = strip.Rows.Bottom - _top;
        Strip left = strip.Rows with { Top = _top, Bottom = strip.Rows.Top };
        if (_rows is not null && _rows.Height >= needed)
        {
            _rows = _rows.Moved(left);
            return;
        }

        Tensor larger = engine.RentLike(strip, strip.Rows with { Top = _top, Bottom = _top + needed + needed / 2 });
        if (_rows is not null)
        {
            engine.CopyRows(_rows, left, larger);
            engine.Release(_rows);
        }

        _rows = larger;
    }
}
