using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Running;

/// <summary>All curves of a run with their BD-rates.</summary>
/// <param name="Curves">Measured ones first.</param>
/// <param name="Reference">Name of the curve that all are compared with.</param>
/// <param name="BdRates">VaeCodec against every curve, then every curve against the reference.</param>
internal sealed record CurveSet(IReadOnlyList<Curve> Curves, string Reference, IReadOnlyList<BdRate> BdRates)
{
    /// <summary>Puts anchors beside measured curves; an anchor whose name is taken gets its file's name added.</summary>
    /// <param name="measured">VaeCodec first.</param>
    /// <param name="anchors">From files.</param>
    public static CurveSet Of(IReadOnlyList<Curve> measured, IReadOnlyList<Curve> anchors)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(anchors);
        ILookup<string, Curve> byName = measured.Concat(anchors).ToLookup(c => c.Name);
        List<Curve> all = [.. measured, .. anchors.Select(a => byName[a.Name].Count() == 1 ? a
            : a with { Name = $"{a.Name} ({a.Source})" })];
        Curve reference = all.Find(c => c.Name.StartsWith("jpeg420", StringComparison.Ordinal)) ?? all.Find(c => c.Name != all[0].Name)
            ?? all[0];
        IEnumerable<BdRate> own = all.Skip(1).Select(c => BdRate.Between(all[0], c));
        IEnumerable<BdRate> others = all.Skip(1).Where(c => c != reference).Select(c => BdRate.Between(c, reference));
        return new(all, reference.Name, [.. own, .. others]);
    }
}
