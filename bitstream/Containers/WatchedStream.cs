namespace VaeCodec.Bitstream.Containers;

/// <summary>Tells whether a reader needed all of its bytes and no more. ZLibStream by itself minds neither a checksum that is cut off nor
/// bytes behind it.</summary>
internal sealed class WatchedStream(byte[] content) : MemoryStream(content, writable: false)
{
    private bool _readPastEnd;

    /// <summary>True when the last byte was asked for, and nothing beyond it.</summary>
    public bool IsUsedUp => Position == Length && !_readPastEnd;

    /// <summary>Gives the last byte only by itself: who asks for it needs it.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int left = (int)(Length - Position);
        _readPastEnd |= left == 0 && count > 0;
        return base.Read(buffer, offset, Math.Min(count, Math.Max(1, left - 1)));
    }
}
