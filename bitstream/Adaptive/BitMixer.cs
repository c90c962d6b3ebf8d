namespace VaeCodec.Bitstream.Adaptive;

/// <summary>
/// Predicts binary decisions from several adaptive bits at once: their log-odds, weighted and summed. The weights learn online by the
/// gradient of coding cost (Mahoney 2005, section 2.2). Two sets of weights, chosen by two contexts, each give a prediction; the
/// result is their mean. FORMAT.md, "Mixing".
/// </summary>
internal sealed class BitMixer
{
    private const int WeightBits = 16;
    private const int Limit = 255;

    private readonly int _inputs;
    private readonly uint[] _cells;
    private readonly int[] _slots;
    private readonly int[] _logOdds;
    private readonly int[] _weights;
    private readonly int _rate;
    private int _count;

    public BitMixer(uint[] cells, int inputs, int sets, int rate)
    {
        (_inputs, _cells, _rate) = (inputs, cells, rate);
        (_slots, _logOdds) = (new int[inputs], new int[inputs]);
        _weights = new int[inputs * sets];
        Array.Fill(_weights, (int)(0.35 * (1 << WeightBits)));
    }

    /// <summary>Adds the adaptive bit of a context to the next prediction.</summary>
    public void Add(int slot)
    {
        _slots[_count] = slot;
        _logOdds[_count++] = LogOdds.Of(AdaptiveBit.Probability(_cells[slot]));
    }

    /// <summary>Codes one decision by the inputs added since the last one.</summary>
    public bool Code(IBitCoder coder, bool bit, int first, int second)
    {
        Span<int> weights1 = _weights.AsSpan(first * _inputs, _inputs);
        Span<int> weights2 = _weights.AsSpan(second * _inputs, _inputs);
        ReadOnlySpan<int> inputs = _logOdds.AsSpan(0, _inputs);
        long sum1 = 0, sum2 = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            sum1 += (long)inputs[i] * weights1[i];
            sum2 += (long)inputs[i] * weights2[i];
        }

        int dot1 = (int)Math.Clamp(sum1 >> WeightBits, -LogOdds.Max, LogOdds.Max);
        int dot2 = (int)Math.Clamp(sum2 >> WeightBits, -LogOdds.Max, LogOdds.Max);
        int p = LogOdds.ToProbability((dot1 + dot2) >> 1);
        bit = coder.Code(bit, p);
        int truth = bit ? LogOdds.Whole - 1 : 0;
        int error1 = (truth - LogOdds.ToProbability(dot1)) * _rate >> 4;
        int error2 = (truth - LogOdds.ToProbability(dot2)) * _rate >> 4;
        for (int i = 0; i < inputs.Length; i++)
        {
            weights1[i] += (int)(((long)inputs[i] * error1) + (1 << 15) >> 16);
            weights2[i] += (int)(((long)inputs[i] * error2) + (1 << 15) >> 16);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            ref uint cell = ref _cells[_slots[i]];
            cell = AdaptiveBit.Next(cell, bit, Limit);
        }

        _count = 0;
        return bit;
    }
}
