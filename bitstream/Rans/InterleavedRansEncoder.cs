using System.Buffers.Binary;

namespace VaeCodec.Bitstream.Rans;

/// <summary>
/// Two rANS states that share one stream of words (Giesen 2014, arXiv:1402.3392): the processor works on both dependency chains at
/// once, and no lane needs a length of its own.
/// </summary>
/// <remarks>
/// A stack: what is pushed last is decoded first, so layers and the symbols in them are pushed in reverse. Symbol i of a layer goes
/// to lane i &amp; 1. <see cref="Finish"/> reverses the words, so that <see cref="InterleavedRansDecoder"/> reads forward.
/// </remarks>
internal sealed partial class InterleavedRansEncoder
{
    private ulong _lane0 = RansState.LowerBound;
    private ulong _lane1 = RansState.LowerBound;
    private uint[] _words = [];
    private int _count;

    /// <summary>Pushes the symbol of the interval [start, start + freq), in units of 2^-16, on lane 0 or 1.</summary>
    /// <exception cref="VaeCodecException">BadArgument: the interval is empty or leaves [0, 65536], or there is no such lane.</exception>
    public void Push(int lane, uint start, uint freq)
    {
        RansState.CheckInterval(start, freq);
        if ((uint)lane > 1) throw Throw.Argument($"Lane {lane}: there are lanes 0 and 1.");
        ref ulong state = ref lane == 0 ? ref _lane0 : ref _lane1;
        if (RansState.MustEmit(state, freq))
        {
            Reserve(1);
            _words[_count++] = (uint)state;
            state >>= 32;
        }

        state = RansState.Push(state, start, freq);
    }

    /// <summary>Pushes the low <paramref name="count"/> bits (0 to 16) of a value under the uniform distribution.</summary>
    public void PushBits(int lane, uint value, int count)
    {
        if ((uint)count > RansState.Precision) Throw.BadBitCount(count);
        int shift = RansState.Precision - count;
        Push(lane, (value & ((1u << count) - 1)) << shift, 1u << shift);
    }

    /// <summary>
    /// Returns the payload and empties the coder for its next use. The payload is the state of lane 0, the state of lane 1 and the words,
    /// all little-endian; what says nothing is left out: both states when nothing was pushed, that of lane 1 when it is untouched and
    /// there are no words.
    /// </summary>
    public byte[] Finish()
    {
        bool lane1 = _lane1 != RansState.LowerBound || _count > 0;
        bool lane0 = lane1 || _lane0 != RansState.LowerBound;
        byte[] payload = new byte[(lane0 ? 8 : 0) + (lane1 ? 8 : 0) + (4 * _count)];
        Span<byte> rest = payload;
        if (lane0) Write(ref rest, _lane0);
        if (lane1) Write(ref rest, _lane1);
        for (int i = _count - 1; i >= 0; i--, rest = rest[4..]) BinaryPrimitives.WriteUInt32LittleEndian(rest, _words[i]);
        (_lane0, _lane1, _count) = (RansState.LowerBound, RansState.LowerBound, 0);
        return payload;
    }

    private static void Write(ref Span<byte> rest, ulong state)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(rest, state);
        rest = rest[8..];
    }

    private void Reserve(int words)
    {
        if (_words.Length - _count < words) Array.Resize(ref _words, Math.Max(_count + words, 2 * _words.Length));
    }
}
