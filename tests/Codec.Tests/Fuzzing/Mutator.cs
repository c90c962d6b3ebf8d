using System.Buffers.Binary;
using VaeCodec.Codec.Tests.Support;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>Damages files so that they get as far as possible: fields are changed one by one, numbers to those that programs get wrong,
/// chunks are swapped, doubled and taken from other files. The same seed gives the same damage.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> files)
{
    private static readonly uint[] s_numbers =
        [0, 1, 2, 3, 4, 7, 8, 63, 64, 65, 127, 128, 255, 256, 1023, 4095, 4096, 65535, 65536, 1 << 20, (1 << 20) + 1, 1 << 24,
            (1 << 24) + 1,
            1 << 26, (1 << 26) + 1, 1 << 28, int.MaxValue, 1u << 31, uint.MaxValue];

    private static readonly ulong[] s_states = [0, 1, uint.MaxValue, 1UL << 32, (1UL << 32) + 1, 1UL << 48, (1UL << 63) - 1,
        ulong.MaxValue];

    /// <summary>A damaged file; in <paramref name="repaired"/> whether its CRC holds again.</summary>
    public byte[] Next(out bool repaired)
    {
        byte[] original = files[random.Next(files.Count)];
        VaecFields fields = VaecFields.Of(original);
        for (int changes = random.Next(4); changes > 0; changes--)
            ChangeField(fields);
        List<byte> file = [.. fields.ToFile()];
        for (int changes = random.Next(3); changes > 0 && file.Count > 0; changes--)
            ChangeBytes(file);
        repaired = random.Next(3) != 0;
        return repaired ? Container.Repair([.. file]) : [.. file];
    }

    private void ChangeField(VaecFields fields)
    {
        switch (random.Next(12))
        {
            case 0:
                fields.Header[VaecFields.Version] = [(byte)random.Next(256)];
                break;
            case 1:
                fields.Header[VaecFields.Flags][0] ^= (byte)(1 << random.Next(random.Next(4) == 0 ? 8 : 4));
                break;
            case 2:
                random.NextBytes(fields.Header[random.Next(2) == 0 ? VaecFields.PixelCrc : VaecFields.ModelId].AsSpan(0, 1));
                break;
            case 3:
                fields.Header[VaecFields.Beta] = Bytes(1 + random.Next(20));
                break;
            case 4 or 5:
                fields.Header[random.Next(2) == 0 ? VaecFields.Width : VaecFields.Height] = Number();
                break;
            case 6:
                fields.ChunkCount = random.Next(4) == 0 ? null : Number();
                break;
            case 7 or 8 or 9:
                ChangeChunks(fields);
                break;
            default:
                ChangeLatents(fields);
                break;
        }
    }

    private void ChangeChunks(VaecFields fields)
    {
        List<(byte Type, byte[] Length, byte[] Data)> chunks = fields.Chunks;
        VaecFields other = VaecFields.Of(files[random.Next(files.Count)]);
        if (chunks.Count == 0 || random.Next(5) == 0)
            chunks.AddRange(other.Chunks);
        if (chunks.Count == 0)
            return;
        int at = random.Next(chunks.Count);
        (byte type, byte[] length, byte[] data) = chunks[at];
        bool lengthHolds = true;
        switch (random.Next(6))
        {
            case 0:
                chunks.RemoveAt(at);
                break;
            case 1:
                chunks.Insert(random.Next(chunks.Count), chunks[at]);
                break;
            case 2:
                chunks[at] = ((byte)(random.Next(2) == 0 ? random.Next(256) : 127 + random.Next(6)), length, data);
                break;
            case 3:
                chunks[at] = (type, Number(), data);
                lengthHolds = false;
                break;
            case 4:
                // the number that metadata begin with
                byte[] changed = [.. Number(), .. data.AsSpan(Math.Min(data.Length, 1 + random.Next(2)))];
                chunks[at] = (type, VaecFields.Varint((uint)changed.Length), changed);
                break;
            default:
                List<byte> bytes = [.. data];
                if (bytes.Count > 0)
                    ChangeBytes(bytes);
                chunks[at] = (type, VaecFields.Varint((uint)bytes.Count), [.. bytes]);
                break;
        }

        if (lengthHolds && random.Next(4) != 0)
        {
            fields.ChunkCount = chunks.Count == 0 ? null : VaecFields.Varint((uint)chunks.Count);
            byte flags = (byte)(fields.Header[VaecFields.Flags][0] & ~8);
            fields.Header[VaecFields.Flags] = [(byte)(flags | (chunks.Count == 0 ? 0 : 8))];
        }
    }

    private void ChangeLatents(VaecFields fields)
    {
        byte[] latents = [.. fields.Latents];
        switch (random.Next(4))
        {
            case 0:
                latents = latents[..random.Next(latents.Length + 1)];
                break;
            case 1:
                latents = [.. latents, .. Bytes(random.Next(20))];
                break;
            case 2 when latents.Length >= 16:
                BinaryPrimitives.WriteUInt64LittleEndian(latents.AsSpan(8 * random.Next(2)), s_states[random.Next(s_states.Length)]);
                break;
            default:
                latents = VaecFields.Of(files[random.Next(files.Count)]).Latents;
                break;
        }

        fields.Latents = latents;
    }

    private void ChangeBytes(List<byte> bytes)
    {
        int at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes.InsertRange(at, Bytes(1 + random.Next(4)));
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(8)));
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes[at] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                break;
            default:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
        }
    }

    /// <summary>A varint, one in four of them badly spelt.</summary>
    private byte[] Number()
    {
        byte[] number = VaecFields.Varint(random.Next(3) == 0 ? (uint)random.NextInt64(1L << random.Next(1, 33))
            : s_numbers[random.Next(s_numbers.Length)]);
        return random.Next(8) switch
        {
            0 => [.. number[..^1], (byte)(number[^1] | 0x80), 0],
            1 => [.. Enumerable.Repeat((byte)0xFF, 1 + random.Next(6))],
            _ => number,
        };
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
