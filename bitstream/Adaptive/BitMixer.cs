using System.Numerics;

namespace VaeCodec.Bitstream.Adaptive;

/// <summary>
/// Predicts binary decisions from several adaptive bits at once: their log-odds, weighted and summed. The weights learn online by the
/// gradient of coding cost (Mahoney 2005, section 2.2). Two sets of weights, chosen by two contexts, each give a prediction; the
/// result is their mean. FORMAT.md, "Mixing".
/// </summary>
internal sealed class BitMixer
{
    /// <summary>The most inputs of a decision.</summary>
    public const int MostInputs = 8;

    // In units of 2^-16, as all weights: about 0.3, so that a few inputs of one mind are believed from the start.
    private const int FirstWeight = 20000;
    private const int MaxWeight = (1 << 19) - 1;

    // A whole number of vectors; lanes without an input are 0 for ever. Integers, so that the vector's width does not show.
    private static readonly int s_lanes = Math.Max(MostInputs, Vector<int>.Count);

    private readonly uint[] _cells;
    private readonly int[] _weights;
    private readonly int[] _slots = new int[MostInputs];
    private readonly int[] _logOdds = new int[s_lanes];
    private readonly int _rate;
    private readonly int _limit;
    private readonly int _inputs;
    private int _count;

    /// <summary>Creates a mixer of fresh weights.</summary>
    /// <param name="cells">The adaptive bits.</param>
    /// <param name="inputs">How many inputs every decision has, 1 to <see cref="MostInputs"/>.</param>
    /// <param name="sets">How many sets of weights there are.</param>
    /// <param name="rate">How fast weights learn: their change for an error of one at log-odds of 1, in units of 2^-12.</param>
    /// <param name="limit">Of the adaptive bits, see <see cref="AdaptiveBit.Next"/>.</param>
    public BitMixer(uint[] cells, int inputs, int sets, int rate, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs, Math.Clamp(inputs, 1, MostInputs));
        (_cells, _inputs, _rate, _limit) = (cells, inputs, rate, limit);
        _weights = new int[s_lanes * sets];
        Array.Fill(_weights, FirstWeight);
    }

    /// <summary>Adds the adaptive bit of a context to the inputs of the next decision.</summary>
    public void Add(int slot)
    {
        _slots[_count] = slot;
        _logOdds[_count++] = LogOdds.Of(AdaptiveBit.Probability(_cells[slot]));
    }

    /// <summary>Codes one decision by the inputs added since the last one, which must be all: the log-odds of an input that is left out
    /// would be those of the decision before.</summary>
    public bool Code(IBitCoder coder, bool bit, int first, int second)
    {
        if (_count != _inputs) ThrowInputs();
        Span<int> weights1 = _weights.AsSpan(first * s_lanes, s_lanes), weights2 = _weights.AsSpan(second * s_lanes, s_lanes);
        int sum1 = Sum(weights1), sum2 = Sum(weights2);
        int p = LogOdds.ToProbability((sum1 + sum2) >> 1);
        bit = coder.Code(bit, p);
        int truth = bit ? LogOdds.Whole - 1 : 0;
        Learn(weights1, truth - LogOdds.ToProbability(sum1));
        Learn(weights2, truth - LogOdds.ToProbability(sum2));
        for (int i = 0; i < _inputs; i++)
        {
            ref uint cell = ref _cells[_slots[i]];
            cell = AdaptiveBit.Next(cell, bit, _limit);
        }

        _count = 0;
        return bit;
    }

    private void ThrowInputs() => throw new InvalidOperationException($"a decision of {_count} inputs; the mixer has {_inputs}");

    private int Sum(ReadOnlySpan<int> weights)
    {
        ReadOnlySpan<int> logOdds = _logOdds;
        Vector<int> sum = Vector<int>.Zero;
        for (int i = 0; i < s_lanes; i += Vector<int>.Count)
            sum += (new Vector<int>(logOdds[i..]) * new Vector<int>(weights[i..])) >> 8;
        return Math.Clamp(Vector.Sum(sum) >> 8, -LogOdds.Max, LogOdds.Max);
    }

    private void Learn(Span<int> weights, int error)
    {
        ReadOnlySpan<int> logOdds = _logOdds;
        var step = new Vector<int>((error * _rate) >> 4);
        var half = new Vector<int>(1 << 15);
        var most = new Vector<int>(MaxWeight);
        for (int i = 0; i < s_lanes; i += Vector<int>.Count)
        {
            Vector<int> weight = new Vector<int>(weights[i..]) + (((new Vector<int>(logOdds[i..]) * step) + half) >> 16);
            Vector.Max(Vector.Min(weight, most), -most).CopyTo(weights[i..]);
        }
    }
}
