using VaeCodec.Lossy;
using VaeCodec.Picture;
using VaeCodec.Pixels.Graphics;
using VaeCodec.Refinement;

namespace VaeCodec.Areas;

/// <summary>Chooses the cells whose exact colours are worth their bits: those that take less of the objective (error and rate, see
/// <see cref="Objective"/>) than the network does with them.</summary>
internal static class AreaChoice
{
    /// <summary>What else a cell takes, in bits: a share of a run's length, and what the coder does not foresee at its border.</summary>
    private const double BitsPerCell = 12;

    /// <summary>Of the objective, the least that must be gained for the picture to be encoded once more.</summary>
    private const double LeastGain = 0.01;

    /// <summary>The cells; null where it is not worth it.</summary>
    /// <param name="exact">The picture.</param>
    /// <param name="candidates">Cells that may be chosen.</param>
    /// <param name="attempt">What the network made of it, with a map of its rate.</param>
    /// <param name="objective">What an encoding is measured by.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static ExactCells? Of(PixelImage exact, ExactCells candidates, Attempt attempt, Objective objective,
        CancellationToken cancellationToken)
    {
        double[] errors = Errors(exact, candidates, attempt.Pixels!);
        double[] bits = new double[candidates.Count];
        CellStream.Encode(exact, candidates, bits, cancellationToken);
        double perBit = objective.OfBits(1);
        double values = ColourPlanes.VisibleValues(exact.Pixels, exact.Channels) * 255.0 * 255.0, gained = 0;
        var chosen = new ExactCells(exact.Width, exact.Height, candidates.Bits);
        for (int cell = 0; cell < bits.Length; cell++)
        {
            if (!candidates[cell])
                continue;
            (int left, int top) = candidates.CornerOf(cell);
            double saved = attempt.Map!.Of(left, top, 1 << candidates.Bits) - bits[cell] - BitsPerCell;
            double gain = (errors[cell] / values) + (perBit * saved);
            if (gain > 0)
            {
                chosen[cell] = true;
                gained += gain;
            }
        }

        return gained > LeastGain * objective.Of(attempt) ? chosen : null;
    }

    /// <summary>Squared errors of each candidate.</summary>
    private static double[] Errors(PixelImage exact, ExactCells candidates, byte[] pixels)
    {
        double[] errors = new double[candidates.Count];
        int channels = exact.Channels;
        for (int y = 0; y < exact.Height; y++)
        {
            foreach (Columns part in candidates.Parts(y))
            {
                for (int x = part.From; x < part.To; x++)
                {
                    int at = ((y * exact.Width) + x) * channels;
                    errors[candidates.Of(x, y)] += ColourPlanes.ColourError(exact.Pixels.AsSpan(at, channels), pixels.AsSpan(at, channels),
                        channels);
                }
            }
        }

        return errors;
    }
}
