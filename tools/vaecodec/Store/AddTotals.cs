using System.Globalization;
using VaeCodec.Store;

namespace VaeCodec.Tool.Store;

/// <summary>What has become of files so far. Thread-safe.</summary>
internal sealed class AddTotals
{
    private long _added, _kept, _present, _repaired, _failed, _sourceBytes, _storedBytes;

    /// <summary>Files that are done with.</summary>
    public long Done => Interlocked.Read(ref _added) + Interlocked.Read(ref _present) + Interlocked.Read(ref _repaired)
        + Interlocked.Read(ref _failed);

    /// <summary>Bytes that the store needs less than the sources.</summary>
    public long Saved => Interlocked.Read(ref _sourceBytes) - Interlocked.Read(ref _storedBytes);

    /// <summary>Counts one that is safe.</summary>
    public void Count(PutResult put)
    {
        if (put.Status == PutStatus.Present)
        {
            Interlocked.Increment(ref _present);
            return;
        }

        if (put.Status == PutStatus.Repaired)
        {
            Interlocked.Increment(ref _repaired);
            return;
        }

        Interlocked.Add(ref _sourceBytes, put.Picture.SourceBytes);
        Interlocked.Add(ref _storedBytes, put.Picture.StoredBytes);
        if (put.Picture.Mode == StoredMode.Original)
            Interlocked.Increment(ref _kept);
        Interlocked.Increment(ref _added);
    }

    /// <summary>Counts one that could not be put.</summary>
    public void CountFailure() => Interlocked.Increment(ref _failed);

    /// <summary>All of it on a line.</summary>
    public string ToText()
    {
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{_added} added ({_kept} kept as they were), {_present} were there, {_failed} failed");
        if (_repaired != 0)
            text = string.Create(CultureInfo.InvariantCulture, $"{text}, {_repaired} repaired");
        return _sourceBytes == 0 ? text : string.Create(CultureInfo.InvariantCulture,
            $"{text}; {_sourceBytes} bytes became {_storedBytes}: {100.0 * Saved / _sourceBytes:F1} % saved");
    }
}
