namespace VaeCodec.Fuzz.Engine;

/// <summary>Blind changes to bytes: bits, numbers that programs get wrong, pieces cut out, doubled, or taken from other inputs.</summary>
internal sealed class Havoc(Random random)
{
    /// <summary>Inputs do not grow beyond this.</summary>
    private const int MaxLength = 1 << 12;

    private static readonly byte[] s_bytes = [0, 1, 2, 7, 8, 16, 32, 63, 64, 100, 127, 128, 129, 254, 255];
    private static readonly byte[][] s_numbers =
        [[0xFF, 0xFF], [0, 0x80], [0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0x80, 0x80, 0x80, 1],
            [0, 0, 0, 0, 1, 0, 0, 0], [0x80, 0x80, 0x40], [0x81, 0x80, 0x40]];

    /// <summary>A changed copy.</summary>
    public byte[] Change(byte[] input, IReadOnlyList<byte[]> others)
    {
        List<byte> bytes = [.. input];
        for (int changes = 1 << random.Next(5); changes > 0; changes--)
            ChangeOnce(bytes, others);
        return [.. bytes.Take(Math.Max(MaxLength, input.Length))];
    }

    private void ChangeOnce(List<byte> bytes, IReadOnlyList<byte[]> others)
    {
        if (bytes.Count == 0)
            bytes.Add(0);
        int at = random.Next(random.Next(3) == 0 ? Math.Min(bytes.Count, 40) : bytes.Count); // headers matter most
        int length = Math.Min(bytes.Count - at, 1 << random.Next(random.Next(1, 7)));
        switch (random.Next(10))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes[at] = s_bytes[random.Next(s_bytes.Length)];
                break;
            case 4:
                bytes[at] += (byte)(random.Next(33) - 16);
                break;
            case 5:
                byte[] number = s_numbers[random.Next(s_numbers.Length)];
                for (int i = 0; i < number.Length && at + i < bytes.Count; i++)
                    bytes[at + i] = number[i];
                break;
            case 6:
                bytes.RemoveRange(at, length);
                break;
            case 7:
                bytes.InsertRange(random.Next(bytes.Count), [.. bytes.GetRange(at, length)]);
                break;
            case 8:
                bytes.InsertRange(at, Enumerable.Range(0, Math.Min(length, 8)).Select(_ => (byte)random.Next(256)));
                break;
            default:
                byte[] other = others[random.Next(others.Count)];
                int from = random.Next(other.Length + 1), count = random.Next(other.Length - from + 1);
                if (random.Next(2) == 0)
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, count));
                bytes.InsertRange(at, other.AsSpan(from, count).ToArray());
                break;
        }
    }
}
