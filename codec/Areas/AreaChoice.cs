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

    /// <summary>What a pixel unlike its neighbours takes exactly, in bits, at least; those of photographs take several times
    /// as many.</summary>
    private const double BitsPerUnlike = 2;

    /// <summary>Of the objective, the least that must be gained for the picture to be encoded once more.</summary>
    private const double LeastGain = 0.03;

    /// <summary>The cells; null where it is not worth it.</summary>
    /// <param name="exact">The picture.</param>
    /// <param name="candidates">Cells that may be chosen.</param>
    /// <param name="attempt">What the network made of it, with a map of its rate.</param>
    /// <param name="objective">What an encoding is measured by.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static ExactCells? Of(PixelImage exact, CellCandidates candidates, Attempt attempt, Objective objective,
        CancellationToken cancellationToken)
    {
        double[] spent = Spent(exact, candidates.Cells, attempt, objective, cancellationToken);
        double perBit = objective.OfBits(1), least = LeastGain * objective.Of(attempt);
        if (Better(cell => candidates.UnlikeIn(cell) * BitsPerUnlike, candidates.Cells) is not { } promising)
            return null;
        double[] bits = new double[spent.Length];
        CellStream.Encode(exact, promising, bits, cancellationToken);
        return Better(cell => bits[cell], promising);

        ExactCells? Better(Func<int, double> bitsOf, ExactCells among)
        {
            double gained = 0;
            var better = new ExactCells(exact.Width, exact.Height, among.Bits);
            for (int cell = 0; cell < spent.Length; cell++)
            {
                double gain = spent[cell] - (perBit * (bitsOf(cell) + BitsPerCell));
                if (among[cell] && gain > 0)
                {
                    better[cell] = true;
                    gained += gain;
                }
            }

            return gained > least ? better : null;
        }
    }

    /// <summary>What the network spends of the objective on each candidate.</summary>
    private static double[] Spent(PixelImage exact, ExactCells candidates, Attempt attempt, Objective objective,
        CancellationToken cancellationToken)
    {
        double[] spent = Errors(exact, candidates, attempt.Pixels!, cancellationToken);
        double values = ColourPlanes.VisibleValues(exact.Pixels, exact.Channels) * 255.0 * 255.0;
        for (int cell = 0; cell < spent.Length; cell++)
        {
            (int left, int top) = candidates.CornerOf(cell);
            double bits = candidates[cell] ? attempt.Map!.Of(left, top, 1 << candidates.Bits) : 0;
            spent[cell] = (spent[cell] / values) + objective.OfBits(bits);
        }

        return spent;
    }

    /// <summary>Squared errors of each candidate.</summary>
    private static double[] Errors(PixelImage exact, ExactCells candidates, byte[] pixels, CancellationToken cancellationToken)
    {
        double[] errors = new double[candidates.Count];
        int channels = exact.Channels;
        for (int y = 0; y < exact.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
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
