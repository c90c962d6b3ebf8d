using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Report;

/// <summary>One curve as the page shows it: its number is its colour and what its button switches.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Index">Position among all curves.</param>
/// <param name="Colour">CSS class: a colour of its own for measured curves, one for all anchors.</param>
/// <param name="Shown">Whether it is visible at first: anchors that were measured here too are not.</param>
internal sealed record Series(Curve Curve, int Index, string Colour, bool Shown)
{
    private const int Colours = 8;

    /// <summary>All curves of a run.</summary>
    public static IReadOnlyList<Series> Of(BenchResults results)
    {
        HashSet<string> measured = [.. results.Curves.Where(c => c.IsMeasured).Select(c => c.Name)];
        return [.. results.Curves.Select((c, i) => new Series(c, i, c.IsMeasured ? $"c{i % Colours}" : "anchor",
            c.IsMeasured || !measured.Contains(c.Name.Split(' ')[0])))];
    }
}
