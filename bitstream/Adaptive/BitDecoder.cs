using System.Buffers.Binary;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Adaptive;

/// <summary>Reads what <see cref="BitEncoder"/> wrote. Any stream either decodes or throws <see cref="VaeCodecException"/>.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="baseOffset">Their place in the file, for messages only.</param>
internal sealed class BitDecoder(ReadOnlyMemory<byte> stream, long baseOffset = 0) : IBitCoder
{
    private ulong _state = RansState.LowerBound;
    private int _position;
    private int _left;

    /// <inheritdoc/>
    /// <exception cref="VaeCodecException">Truncated: the stream ends first. Corrupt: a segment that does not begin or end as it
    /// must.</exception>
    public bool Code(bool bit, int probability)
    {
        if (_left == 0) BeginSegment();
        _left--;
        ulong state = _state;
        uint slot = RansState.Slot(state);
        bool read = slot < (uint)probability;
        state = read
            ? ((uint)probability * (state >> RansState.Precision)) + slot
            : ((RansState.Total - (uint)probability) * (state >> RansState.Precision)) + slot - (uint)probability;
        _state = state < RansState.LowerBound ? (state << 32) | NextWord() : state;
        return read;
    }

    /// <summary>Checks, after the last decision, that the stream ends exactly here and in the state that the encoder began with.</summary>
    /// <exception cref="VaeCodecException">Corrupt: it does not.</exception>
    public void Finish()
    {
        RequireEnd();
        if (_position != stream.Length)
            Throw.Corrupt($"{stream.Length - _position} bytes are left over after the last decision.", baseOffset + _position);
    }

    private void BeginSegment()
    {
        RequireEnd();
        if (stream.Length - _position < 8) Throw.OutOfDecisions(baseOffset + stream.Length);
        _state = BinaryPrimitives.ReadUInt64LittleEndian(stream.Span[_position..]);
        if (_state < RansState.LowerBound) Throw.Corrupt("A segment's initial rANS state is below 2^32.", baseOffset + _position);
        _position += 8;
        _left = BitEncoder.SegmentDecisions;
    }

    private uint NextWord()
    {
        if (stream.Length - _position < 4) Throw.OutOfDecisions(baseOffset + stream.Length);
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(stream.Span[_position..]);
        _position += 4;
        return word;
    }

    private void RequireEnd()
    {
        if (_state != RansState.LowerBound)
            Throw.Corrupt("A segment of decisions does not end in the initial state: it is damaged.", baseOffset + _position);
    }
}
