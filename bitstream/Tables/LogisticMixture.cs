using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// Integer frequencies of a byte under a discretised mixture of logistics (Salimans, Karpathy, Chen and Kingma 2017, PixelCNN++,
/// arXiv:1701.05517, eq. 2): the mass between v - 1/2 and v + 1/2, with the tails given to 0 and 255. Every value has a frequency of at
/// least 1 and all sum to 2^16, whatever the parameters. Integers only: FORMAT.md, "Pixel frequencies". Reusable; not for several threads
/// at once.
/// </summary>
internal sealed class LogisticMixture
{
    /// <summary>The values, 0 to 255.</summary>
    public const int Values = 256;

    /// <summary>The most components.</summary>
    public const int MaxComponents = 16;

    // What is left of 2^16 once every value has a frequency of 1.
    private const ulong Mass = RansState.Total - Values;
    private const int WeightBits = 16;
    private const int WeightFraction = 30;
    private const int HalfLevel = PixelGrid.MeanUnits / 2;

    private readonly long[] _weight = new long[MaxComponents];
    private readonly int[] _mean = new int[MaxComponents];
    private readonly long[] _inverse = new long[MaxComponents];
    private int _count;

    /// <summary>Takes the parameters of one value.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no component, too many, or one outside its range.</exception>
    public void Set(ReadOnlySpan<MixtureComponent> components)
    {
        if (components.Length is < 1 or > MaxComponents) throw Throw.Argument(
            $"{components.Length} components: 1 to {MaxComponents} make a mixture.");
        ulong sum = 0;
        for (int k = 0; k < components.Length; k++)
        {
            MixtureComponent component = components[k];
            if (!component.IsValid) throw Throw.Argument($"{component} is outside its range.");
            ulong weight = InversePower.Of(component.Attenuation) >> (InversePower.FractionBits - WeightFraction);
            _weight[k] = (long)weight;
            sum += weight;
            _mean[k] = component.Mean + HalfLevel;
            // t = (v - 1/2 - mean) * 2^(4 - scale/8), in units of 2^-14: the difference in 64ths times 2^(12 - scale/8).
            _inverse[k] = (long)(InversePower.Of(component.Scale) >> (InversePower.FractionBits - 24));
        }

        for (int k = 0; k < components.Length; k++) _weight[k] = (long)((Mass << WeightBits) * (ulong)_weight[k] / sum);
        _count = components.Length;
    }

    /// <summary>Where the interval of a value begins: the sum of the frequencies below; 65536 for 256.</summary>
    public uint Start(int value)
    {
        if (value <= 0) return 0;
        if (value >= Values) return RansState.Total;
        long sum = 0;
        int edge = value * PixelGrid.MeanUnits;
        for (int k = 0; k < _count; k++) sum += _weight[k] * LogisticTable.At(((edge - _mean[k]) * _inverse[k]) >> 12);
        return (uint)(value + (sum >> (WeightBits + LogisticTable.ValueBits)));
    }

    /// <summary>The value whose interval holds a slot of [0, 65536), and that interval.</summary>
    public int Find(uint slot, out uint start, out uint freq)
    {
        int low = 0, high = Values;
        uint lowStart = 0, highStart = RansState.Total;
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            uint at = Start(middle);
            if (at <= slot) (low, lowStart) = (middle, at);
            else (high, highStart) = (middle, at);
        }

        (start, freq) = (lowStart, highStart - lowStart);
        return low;
    }
}
