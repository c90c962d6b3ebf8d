using System.Buffers.Binary;
using System.Numerics;

namespace VaeCodec.Bitstream.Containers;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4): polynomial 0x1EDC6F41 reflected, initial value and final exclusive-or 0xFFFFFFFF.
/// The CRC of the ASCII bytes "123456789" is 0xE3069283.
/// </summary>
internal static class Crc32C
{
    /// <summary>The CRC of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The CRC of what gave <paramref name="crc"/> followed by more bytes.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        // One CRC instruction for eight bytes on x86-64 and Arm64, a table elsewhere; the same result.
        uint state = ~crc;
        for (; data.Length >= 8; data = data[8..]) state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte value in data) state = BitOperations.Crc32C(state, value);
        return ~state;
    }
}
