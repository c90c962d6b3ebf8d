using System.Buffers.Binary;

namespace VaeCodec.Bitstream.Rans;

/// <summary>
/// Reads what <see cref="InterleavedRansEncoder"/> wrote, forward, with two states that share one stream of words.
/// </summary>
/// <remarks>
/// Decoding may stop anywhere; <see cref="Finish"/> checks a stream that was read whole: a state that does not end where the encoder
/// began betrays damage with probability 1 - 2^-64. No input makes it read outside the payload or loop.
/// </remarks>
internal sealed partial class InterleavedRansDecoder
{
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly long _baseOffset;
    private ulong _lane0 = RansState.LowerBound;
    private ulong _lane1 = RansState.LowerBound;
    private int _position;

    /// <summary>Opens a payload; <paramref name="baseOffset"/> is its place in the file, for messages only.</summary>
    /// <exception cref="VaeCodecException">Truncated: too short for its states. Corrupt: a state below 2^32.</exception>
    public InterleavedRansDecoder(ReadOnlyMemory<byte> payload, long baseOffset = 0)
    {
        _payload = payload;
        _baseOffset = baseOffset;
        if (payload.Length == 0) return;
        _lane0 = ReadState();
        if (payload.Length > 8) _lane1 = ReadState();
    }

    /// <summary>The slot in [0, 65536) on top of lane 0 or 1.</summary>
    public uint Peek(int lane) => RansState.Slot(lane == 0 ? _lane0 : _lane1);

    /// <summary>Removes the symbol on top of a lane, whose interval must hold <see cref="Peek"/>.</summary>
    /// <exception cref="VaeCodecException">BadArgument: not the interval on top, or no such lane. Truncated: the words are used
    /// up.</exception>
    public void Drop(int lane, uint start, uint freq)
    {
        RansState.CheckInterval(start, freq);
        if ((uint)lane > 1) throw Throw.Argument($"Lane {lane}: there are lanes 0 and 1.");
        ref ulong state = ref lane == 0 ? ref _lane0 : ref _lane1;
        if (RansState.Slot(state) - start >= freq)
            throw Throw.Argument($"Slot {RansState.Slot(state)} is outside the interval [{start}, {start} + {freq}).");
        ulong next = RansState.Drop(state, start, freq);
        if (next < RansState.LowerBound)
        {
            if (_payload.Length - _position < 4) Throw.OutOfWords(_baseOffset + _payload.Length);
            next = (next << 32) | BinaryPrimitives.ReadUInt32LittleEndian(_payload.Span[_position..]);
            _position += 4;
        }

        state = next;
    }

    /// <summary>Pops <paramref name="count"/> uniform bits (0 to 16).</summary>
    public uint PopBits(int lane, int count)
    {
        if ((uint)count > RansState.Precision) Throw.BadBitCount(count);
        int shift = RansState.Precision - count;
        uint value = Peek(lane) >> shift;
        Drop(lane, value << shift, 1u << shift);
        return value;
    }

    /// <summary>Checks that both lanes are back at 2^32 and that every byte was consumed.</summary>
    /// <exception cref="VaeCodecException">Corrupt: one of the two does not hold.</exception>
    public void Finish()
    {
        if (_position != _payload.Length)
            Throw.Corrupt($"{_payload.Length - _position} bytes are left over after the last symbol.", _baseOffset + _position);
        if (_lane0 != RansState.LowerBound || _lane1 != RansState.LowerBound)
            Throw.Corrupt("The coded latents do not end in the initial state: they or the model differ from the encoder's.", _baseOffset);
    }

    /// <summary>Throws Corrupt at the present place.</summary>
    internal void FailCorrupt(string message) => Throw.Corrupt(message, _baseOffset + _position);

    private ulong ReadState()
    {
        if (_payload.Length - _position < 8) Throw.OutOfWords(_baseOffset + _payload.Length);
        ulong state = BinaryPrimitives.ReadUInt64LittleEndian(_payload.Span[_position..]);
        if (state < RansState.LowerBound) Throw.Corrupt("An initial rANS state is below 2^32.", _baseOffset + _position);
        _position += 8;
        return state;
    }
}
