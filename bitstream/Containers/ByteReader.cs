using System.Buffers.Binary;

namespace VaeCodec.Bitstream.Containers;

/// <summary>Reads the fields of a container forward; every failure names its byte.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    internal int Position { get; private set; }

    internal byte Byte() => Bytes(1)[0];

    internal uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    internal ReadOnlySpan<byte> Bytes(long count)
    {
        if (count > _data.Length - Position)
            throw Fail(VaeCodecErrorKind.Truncated, "The file ends before its content does; fetch it again", _data.Length);
        ReadOnlySpan<byte> bytes = _data.Slice(Position, (int)count);
        Position += bytes.Length;
        return bytes;
    }

    /// <summary>An unsigned LEB128 number below 2^32, in its shortest form only, so that a header has one spelling.</summary>
    internal uint Varint()
    {
        int at = Position;
        ulong value = 0;
        for (int shift = 0; shift <= 28; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            if (next == 0 && shift > 0) throw Fail(VaeCodecErrorKind.Corrupt, "A number is not in its shortest form", at);
            if (value > uint.MaxValue) break;
            return (uint)value;
        }

        throw Fail(VaeCodecErrorKind.Corrupt, "A number does not fit 32 bits", at);
    }

    internal static VaeCodecException Fail(VaeCodecErrorKind kind, string message, long at) => new(kind, message, at);
}
