using System.Buffers.Binary;
using System.Numerics;
using System.Buffers;

namespace VaeCodec.Bitstream.Containers;

/// <summary>Writes the fields of a container; the mirror of <see cref="ByteReader"/>.</summary>
internal sealed class ByteWriter(int capacity)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    internal int Length => _buffer.WrittenCount;

    internal void Byte(byte value) => Bytes([value]);

    internal void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Bytes(bytes);
    }

    internal void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    internal void Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    /// <summary>How many bytes <see cref="Varint"/> appends for a value.</summary>
    internal static int VarintLength(uint value) => Math.Max(1, (38 - BitOperations.LeadingZeroCount(value)) / 7);

    internal byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
