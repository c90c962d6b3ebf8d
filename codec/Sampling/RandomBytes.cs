using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VaeCodec.Sampling;

/// <summary>Random bytes that are the same on every machine: SHA-256 of a seed, a stream and a counter.</summary>
internal static class RandomBytes
{
    /// <summary>As many as are asked for.</summary>
    /// <param name="seed">The user's.</param>
    /// <param name="stream">What they are for: each has others.</param>
    /// <param name="count">How many.</param>
    public static byte[] Of(ulong seed, long stream, int count)
    {
        byte[] bytes = new byte[count];
        Span<byte> input = stackalloc byte[24], block = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(input, seed);
        BinaryPrimitives.WriteInt64LittleEndian(input[8..], stream);
        for (int at = 0; at < count; at += block.Length)
        {
            BinaryPrimitives.WriteInt64LittleEndian(input[16..], at);
            SHA256.HashData(input, block);
            block[..Math.Min(block.Length, count - at)].CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }
}
