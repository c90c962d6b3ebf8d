namespace VaeCodec.Codec.Tests.Support;

/// <summary>Progress that is heard at once, on the thread that reports it.</summary>
internal sealed class Heard(Action<double>? then = null) : IProgress<double>
{
    public List<double> Values { get; } = [];

    public void Report(double value)
    {
        Values.Add(value);
        then?.Invoke(value);
    }
}
