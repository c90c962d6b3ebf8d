using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VaeCodec.Sampling;

/// <summary>Random bytes that are the same on every machine: SHA-256 of the seed and a counter.</summary>
internal static class RandomBytes
{
    /// <summary>As many as are asked for.</summary>
    public static byte[] Of(ulong seed, int count)
    {
        byte[] bytes = new byte[checked(count + SHA256.HashSizeInBytes)];
        Span<byte> input = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(input, seed);
        for (int at = 0; at < count; at += SHA256.HashSizeInBytes)
        {
            BinaryPrimitives.WriteInt64LittleEndian(input[8..], at);
            SHA256.HashData(input, bytes.AsSpan(at));
        }

        return bytes[..count];
    }
}
