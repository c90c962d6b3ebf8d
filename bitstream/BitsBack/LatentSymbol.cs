using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.BitsBack;

/// <summary>A latent's bin as a symbol of a <see cref="RansStack"/>, under the intervals of a rule.</summary>
internal static class LatentSymbol
{
    /// <summary>The interval of a bin; it may be empty.</summary>
    internal static (uint Start, uint Freq) Interval<TIntervals>(LatentLogistic belief, int bin)
        where TIntervals : ILatentIntervals
    {
        uint start = StartOrEnd<TIntervals>(belief, bin);
        return (start, StartOrEnd<TIntervals>(belief, bin + 1) - start);
    }

    /// <summary>Pushes a bin whose interval is not empty.</summary>
    internal static void Push<TIntervals>(RansStack stack, LatentLogistic belief, int bin)
        where TIntervals : ILatentIntervals
    {
        (uint start, uint freq) = Interval<TIntervals>(belief, bin);
        stack.Push(start, freq, TIntervals.Precision);
    }

    /// <summary>Pops the bin whose interval holds the slot on top: the last that does not begin above it, by bisection.</summary>
    internal static int Pop<TIntervals>(RansStack stack, LatentLogistic belief)
        where TIntervals : ILatentIntervals
    {
        uint slot = stack.Peek(TIntervals.Precision);
        int low = 0, high = LatentBins.Count;
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            if (TIntervals.Start(belief, middle) <= slot) low = middle;
            else high = middle;
        }

        (uint start, uint freq) = Interval<TIntervals>(belief, low);
        stack.Drop(start, freq, TIntervals.Precision);
        return low;
    }

    private static uint StartOrEnd<TIntervals>(LatentLogistic belief, int bin)
        where TIntervals : ILatentIntervals
        => bin <= 0 ? 0 : bin >= LatentBins.Count ? 1u << TIntervals.Precision : TIntervals.Start(belief, bin);
}
