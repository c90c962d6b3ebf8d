namespace VaeCodec.Bitstream.Containers;

/// <summary>The next bytes of a stream, looked at before they are passed over. It never holds more than one block.</summary>
internal sealed class StreamWindow(Stream source, int blockBytes)
{
    private readonly byte[] _block = new byte[blockBytes];
    private int _at;
    private int _end;

    /// <summary>Bytes passed over so far.</summary>
    public long Position { get; private set; }

    /// <summary>So many bytes from here on, or all that there are, if fewer; more may come along.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (count > _block.Length)
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"A chunk that describes the picture has {count} bytes", Position);
        if (_end - _at < count)
        {
            _block.AsSpan(_at.._end).CopyTo(_block);
            (_end, _at) = (_end - _at, 0);
            _end += source.ReadAtLeast(_block.AsSpan(_end), count - _end, throwOnEndOfStream: false);
        }

        return _block.AsSpan(_at.._end);
    }

    /// <summary>Passes over bytes, by seeking where the stream can.</summary>
    /// <exception cref="VaeCodecException">Truncated: the stream ends first.</exception>
    public void Skip(long count)
    {
        Position += count;
        int held = (int)Math.Min(count, _end - _at);
        _at += held;
        long beyond = count - held;
        if (beyond > 0 && source.CanSeek && source.Length - source.Position >= beyond)
        {
            source.Seek(beyond, SeekOrigin.Current);
            return;
        }

        while (beyond > 0)
        {
            int read = source.Read(_block, 0, (int)Math.Min(beyond, _block.Length));
            if (read == 0)
                throw new VaeCodecException(VaeCodecErrorKind.Truncated, "The file ends before its content does; fetch it again",
                    Position - beyond);
            beyond -= read;
        }

        if (_at == _end)
            _at = _end = 0;
    }
}
