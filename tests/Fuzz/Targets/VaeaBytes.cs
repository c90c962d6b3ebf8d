using System.Buffers.Binary;
using System.IO.Compression;
using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Fuzz.Targets;

/// <summary>The pieces of an archive that need not be sound; put together again, its sizes and all its checksums hold, as far as its index
/// can be followed.</summary>
internal sealed class VaeaBytes
{
    private const int IndexOffset = 9, BlockHead = 7, BlockTail = 4;

    private byte _version;
    private byte[] _index = [];
    private byte[] _parts = [];

    /// <summary>Takes an archive apart.</summary>
    /// <exception cref="VaeCodecException">There is no index to be found.</exception>
    public static VaeaBytes Of(byte[] file)
    {
        if (file.Length < IndexOffset)
            throw new VaeCodecException(VaeCodecErrorKind.Truncated, "no index");
        int at = IndexOffset;
        int unpacked = Number(file, ref at), end = Math.Min(Number(file, ref at), file.Length - at) + at;
        byte[] packed = file[at..end];
        // not compressed: a block of its own, whatever its length and checksum say
        bool isPlain = packed.Length >= BlockHead + BlockTail && packed.AsSpan(0, 3).SequenceEqual((byte[])[0x78, 1, 1]);
        return new()
        {
            _version = file[4],
            _parts = file[end..],
            _index = isPlain ? packed[BlockHead..^BlockTail] : Zlib.Unpack(packed, Math.Min(unpacked, 1 << 20), "index"),
        };
    }

    /// <summary>Puts it together.</summary>
    public byte[] ToFile()
    {
        RepairChains();
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.NoCompression))
            zlib.Write(_index);
        byte[] zipped = packed.ToArray(), head = [.. "VAEA"u8, _version],
            body = [.. Varint((uint)_index.Length), .. Varint((uint)zipped.Length), .. zipped], crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32C.Append(Crc32C.Compute(head), body));
        return [.. head, .. crc, .. body, .. _parts];
    }

    /// <summary>Follows the index to the chains' checksums and makes them those of the bytes behind it.</summary>
    private void RepairChains()
    {
        int at = 0, stream = 0;
        var pictures = new SortedDictionary<int, int>();
        try
        {
            for (int count = Number(_index, ref at); count > 0; count--)
            {
                int kind = _index[at++];
                Number(_index, ref at);
                int name = Number(_index, ref at);
                at += name;
                if (kind == 0)
                    Number(_index, ref at);
                else
                    pictures[kind] = pictures.GetValueOrDefault(kind) + 1;
            }

            foreach (int count in pictures.Values)
            {
                at += 4;
                Number(_index, ref at);
                int restart = Math.Max(1, Number(_index, ref at));
                for (int chain = 0; chain < (count + restart - 1) / restart; chain++)
                {
                    int length = Number(_index, ref at);
                    BinaryPrimitives.WriteUInt32LittleEndian(_index.AsSpan(at, 4), Crc32C.Compute(_parts.AsSpan(stream, length)));
                    at += 4;
                    stream += length;
                }
            }
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            // the index leads beyond itself or its parts: what follows is as it was
        }
    }

    private static int Number(byte[] bytes, ref int at)
    {
        uint value = 0;
        for (int shift = 0; shift < 28 && at < bytes.Length; shift += 7)
        {
            value |= (bytes[at] & 0x7Fu) << shift;
            if (bytes[at++] < 0x80)
                return (int)value;
        }

        return (int)value;
    }

    private static IEnumerable<byte> Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
