namespace VaeCodec.Train.Vq;

/// <summary>A distribution over codes in units of 2^-24, none of them empty, for the rANS coder.</summary>
internal sealed class CodeIntervals
{
    /// <summary>Bits of the frequencies.</summary>
    public const int Precision = 24;

    private readonly uint[] _starts;

    private CodeIntervals(uint[] starts) => _starts = starts;

    /// <summary>The softmax of logits.</summary>
    public static CodeIntervals Of(ReadOnlySpan<float> logits)
    {
        double most = double.NegativeInfinity, sum = 0;
        int likeliest = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            if (logits[i] > most)
                (most, likeliest) = (logits[i], i);
        }

        double[] shares = new double[logits.Length];
        for (int i = 0; i < shares.Length; i++)
            sum += shares[i] = Math.Exp(logits[i] - most);
        uint[] starts = new uint[logits.Length + 1];
        double unit = ((1 << Precision) - logits.Length) / sum;
        uint total = 0;
        for (int i = 0; i < shares.Length; i++)
            total += starts[i + 1] = 1 + (uint)(shares[i] * unit);
        starts[likeliest + 1] += (1u << Precision) - total;
        for (int i = 0; i < shares.Length; i++)
            starts[i + 1] += starts[i];
        return new(starts);
    }

    /// <summary>A code's interval.</summary>
    public (uint Start, uint Frequency) this[int code] => (_starts[code], _starts[code + 1] - _starts[code]);

    /// <summary>The code of a slot.</summary>
    public int Find(uint slot)
    {
        int at = Array.BinarySearch(_starts, slot);
        return at >= 0 ? at : ~at - 1;
    }
}
