namespace VaeCodec.Pipeline;

/// <summary>The progress of one step of several, as a part of the whole.</summary>
internal sealed class ProgressPart(IProgress<double> whole, double from, double to) : IProgress<double>
{
    public void Report(double value) => whole.Report(from + ((to - from) * value));
}
