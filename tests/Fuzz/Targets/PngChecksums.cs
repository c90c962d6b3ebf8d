using System.Buffers.Binary;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Fuzz.Targets;

/// <summary>The CRC-32 of the chunks of a PNG, made to hold again, as far as their lengths can be followed.</summary>
internal static class PngChecksums
{
    private const int SignatureBytes = 8, LengthBytes = 4, TypeBytes = 4, CrcBytes = 4;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <summary>The same bytes, changed in place; what is no PNG is left.</summary>
    public static byte[] Repair(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Signature))
            return file;
        for (int at = SignatureBytes; at + LengthBytes <= file.Length;)
        {
            long content = TypeBytes + BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (at + LengthBytes + content + CrcBytes > file.Length)
                break;
            Span<byte> checkedBytes = file.AsSpan(at + LengthBytes, (int)content);
            at += LengthBytes + checkedBytes.Length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at), PngChunks.Checksum(checkedBytes));
            at += CrcBytes;
        }

        return file;
    }
}
