using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Rans;

/// <summary>
/// Codes a sequence of bytes, each with the mixture that its predecessors give. See FORMAT.md, "Pixel streams". The encoder takes them in
/// the order of decoding and keeps their intervals until <see cref="Finish"/>, because rANS is a stack.
/// </summary>
internal sealed class PixelStreamEncoder
{
    private readonly List<uint> _intervals = [];

    /// <summary>Adds a value under a mixture.</summary>
    public void Add(LogisticMixture mixture, byte value)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        uint start = mixture.Start(value);
        // start and freq are below 2^16 both: no value's frequency is more than 65536 - 255.
        _intervals.Add((start << 16) | (mixture.Start(value + 1) - start));
    }

    /// <summary>Returns the stream and empties the encoder.</summary>
    public byte[] Finish()
    {
        InterleavedRansEncoder rans = new();
        for (int i = _intervals.Count - 1; i >= 0; i--) rans.Push(i & 1, _intervals[i] >> 16, _intervals[i] & 0xFFFF);
        _intervals.Clear();
        return rans.Finish();
    }
}

/// <summary>Decodes what <see cref="PixelStreamEncoder"/> wrote. Any stream either decodes or throws
/// <see cref="VaeCodecException"/>.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="baseOffset">Their place in the file, for messages only.</param>
internal sealed class PixelStreamDecoder(ReadOnlyMemory<byte> stream, long baseOffset = 0)
{
    private readonly InterleavedRansDecoder _rans = new(stream, baseOffset);
    private int _lane;

    /// <summary>The next value, under the same mixture as when it was added.</summary>
    /// <exception cref="VaeCodecException">Truncated: the stream ends first.</exception>
    public byte Next(LogisticMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        int value = mixture.Find(_rans.Peek(_lane), out uint start, out uint freq);
        _rans.Drop(_lane, start, freq);
        _lane ^= 1;
        return (byte)value;
    }

    /// <summary>Checks, after the last value, that the stream ends exactly here and in the state that the encoder began with.</summary>
    /// <exception cref="VaeCodecException">Corrupt: it does not.</exception>
    public void Finish() => _rans.Finish();
}
