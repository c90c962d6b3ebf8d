using System.Buffers.Binary;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>FORMAT.md, "Latents", in the plainest way: tables from erf in doubles, symbols found by counting up.</summary>
internal sealed class SpecificationLatents(byte[] payload)
{
    private static readonly (int K, int[] Freq)[] s_tables = [.. Enumerable.Range(0, 81).Select(Table)];

    private readonly ulong[] _lanes =
    [
        payload.Length == 0 ? 1ul << 32 : BinaryPrimitives.ReadUInt64LittleEndian(payload),
        payload.Length <= 8 ? 1ul << 32 : BinaryPrimitives.ReadUInt64LittleEndian(payload.AsSpan(8)),
    ];

    private int _at = Math.Min(payload.Length, 16);

    /// <summary>True when both lanes and the payload are at their ends.</summary>
    public bool IsFinished => _at == payload.Length && _lanes.All(lane => lane == 1ul << 32);

    public int[] Layer(IReadOnlyList<int> tables) => [.. tables.Select((table, i) => Symbol(table, i % 2))];

    /// <summary>A value whose interval is one of 256, given the 257 ends of them.</summary>
    public byte Value(int[] starts, int lane)
    {
        int slot = (int)(_lanes[lane] % 65536), value = 0;
        while (slot >= starts[value + 1])
            value++;
        Drop(lane, starts[value], starts[value + 1] - starts[value]);
        return (byte)value;
    }

    private int Symbol(int table, int lane)
    {
        (int k, int[] freq) = s_tables[table];
        int slot = (int)(_lanes[lane] % 65536), start = 0;
        for (int rank = 0; rank <= 2 * k; rank++)
        {
            int magnitude = (rank + 1) / 2;
            if (slot < start + freq[magnitude])
            {
                Drop(lane, start, freq[magnitude]);
                return rank % 2 == 1 ? -magnitude : magnitude;
            }

            start += freq[magnitude];
        }

        Drop(lane, start, 65536 - start);
        return Escape(table, lane, k);
    }

    private int Escape(int table, int lane, int k)
    {
        int order = Math.Max(0, (table / 8) - 7), length = 1 + order;
        bool negative = Bits(lane, 1) == 1;
        while (Bits(lane, 1) == 0)
            length++;
        int first = Math.Max(0, length - 17), v = 1;
        v = (v << first) | Bits(lane, first);
        v = (v << (length - 1 - first)) | Bits(lane, length - 1 - first);
        int magnitude = v - (1 << order) + 1 + k;
        return negative ? -magnitude : magnitude;
    }

    private int Bits(int lane, int count)
    {
        int value = (int)(_lanes[lane] % 65536) >> (16 - count);
        Drop(lane, value << (16 - count), 1 << (16 - count));
        return value;
    }

    private void Drop(int lane, int start, int freq)
    {
        ulong x = _lanes[lane];
        x = ((ulong)freq * (x / 65536)) + (x % 65536) - (ulong)start;
        if (x < 1ul << 32)
        {
            x = (x << 32) | BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(_at));
            _at += 4;
        }

        _lanes[lane] = x;
    }

    private static (int K, int[] Freq) Table(int i)
    {
        double sigma = Math.Pow(2, (i / 8.0) - 4);
        int k = 0;
        while (32767 * (Mass(k + 1) - Mass(k)) >= 1)
            k++;
        int[] freq = [.. Enumerable.Range(0, k + 1).Select(m => m == 0 ? 2 * Count(0) : Count(m) - Count(m - 1))];
        return (k, freq);

        int Count(int m) => (int)Math.Floor((32767 * Mass(m)) + 0.5);

        double Mass(int m) => (m + 0.5) / sigma is var z && z >= 4.5 ? 1 : Erf(z / Math.Sqrt(2));
    }

    /// <summary>erf by its Maclaurin series, arguments up to 3.2.</summary>
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return sum * 2 / Math.Sqrt(Math.PI);
    }
}
