using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Adaptive;

/// <summary>
/// Log-odds ln(p / (1 - p)) of probabilities in integers, both ways: the domain in which predictions are mixed (Mahoney 2005, "Adaptive
/// weighing of context models for lossless data compression", section 2.2). FORMAT.md, "Log-odds".
/// </summary>
internal static class LogOdds
{
    /// <summary>Fraction bits of log-odds.</summary>
    public const int FractionBits = 8;

    /// <summary>The largest magnitude: 12 nats less one step, a probability of 1 - 6e-6.</summary>
    public const int Max = (LogisticTable.Reach << FractionBits) - 1;

    /// <summary>The sum of a probability and its complement.</summary>
    public const int Whole = 1 << 16;

    private static readonly ushort[] s_probabilities = Probabilities();
    private static readonly short[] s_logOdds = Inverse();

    /// <summary>The probability, 1 to 65535, of log-odds of any size.</summary>
    public static int ToProbability(int logOdds) => s_probabilities[Math.Clamp(logOdds, -Max, Max) + Max];

    /// <summary>The log-odds of a probability of 16 bits, 0 to 65535.</summary>
    public static int Of(int probability) => s_logOdds[probability];

    private static ushort[] Probabilities()
    {
        const int toArgument = LogisticTable.ArgumentBits - FractionBits;
        const int toProbability = LogisticTable.ValueBits - 16;
        var table = new ushort[(2 * Max) + 1];
        for (int i = 0; i < table.Length; i++)
            table[i] = (ushort)Math.Clamp(LogisticTable.At((i - Max) << toArgument) >> toProbability, 1, Whole - 1);
        return table;
    }

    /// <summary>For each probability the highest log-odds that give no more.</summary>
    private static short[] Inverse()
    {
        var table = new short[Whole];
        int logOdds = -Max;
        for (int p = 0; p < Whole; p++)
        {
            while (logOdds < Max && ToProbability(logOdds + 1) <= p) logOdds++;
            table[p] = (short)logOdds;
        }

        return table;
    }
}
