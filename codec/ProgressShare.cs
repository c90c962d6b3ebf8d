namespace VaeCodec;

/// <summary>Reports one part of a work's progress as a share of the whole.</summary>
internal sealed class ProgressShare : IProgress<double>
{
    private readonly IProgress<double> _whole;
    private readonly double _from;
    private readonly double _to;

    private ProgressShare(IProgress<double> whole, double from, double to) => (_whole, _from, _to) = (whole, from, to);

    /// <summary>0..1 of the part becomes from..to of the whole; null where nobody listens.</summary>
    public static ProgressShare? Of(IProgress<double>? whole, double from, double to) => whole is null ? null : new(whole, from, to);

    public void Report(double value) => _whole.Report(_from + (_to - _from) * value);
}
