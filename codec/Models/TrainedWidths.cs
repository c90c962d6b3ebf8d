using VaeCodec.Bitstream.Grid;
using static System.FormattableString;

namespace VaeCodec.Models;

/// <summary>Whether a network was trained for the widths that the coder has tables for. The network knows nothing of the coder: its spec
/// only says which widths it was held to.</summary>
internal static class TrainedWidths
{
    /// <summary>Checks a spec's range.</summary>
    /// <param name="log2Scale">The lowest and the highest log2 of a width.</param>
    /// <exception cref="InvalidDataException">It is not that of the <see cref="ScaleGrid"/>.</exception>
    public static void Check(IReadOnlyList<double> log2Scale)
    {
        if (log2Scale is not [ScaleGrid.LowestLog2, ScaleGrid.HighestLog2])
        {
            throw new InvalidDataException(Invariant($"its distributions are 2^{log2Scale[0]} to 2^{log2Scale[1]} wide")
                + $", while the coder has tables from 2^{ScaleGrid.LowestLog2} to 2^{ScaleGrid.HighestLog2}");
        }
    }
}
