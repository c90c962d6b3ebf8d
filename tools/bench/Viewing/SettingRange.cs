namespace VaeCodec.Bench.Viewing;

/// <summary>The settings that a codec may take, as steps from the one with the smallest files on.</summary>
/// <param name="Smallest">Setting of the smallest files.</param>
/// <param name="Largest">Of the largest; may be the lesser number.</param>
/// <param name="Step">Between neighbours, positive.</param>
internal sealed record SettingRange(double Smallest, double Largest, double Step)
{
    /// <summary>The last step.</summary>
    public int Last => (int)Math.Round(Math.Abs(Largest - Smallest) / Step);

    /// <summary>The setting of a step, without the dust of binary fractions.</summary>
    public double this[int step] => Math.Round(Smallest + step * Step * Math.Sign(Largest - Smallest), 6);
}
