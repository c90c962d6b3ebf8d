using Spectre.Console;

namespace VaeCodec.Tool.Files;

/// <summary>Where a batch tells how it is getting on.</summary>
internal interface IReport
{
    /// <summary>Progress within one item, 0 to 1.</summary>
    IProgress<double> ProgressOf(int item);

    /// <summary>A line of results, for stdout.</summary>
    void Say(string line);

    /// <summary>A line about a failure, for stderr.</summary>
    void Complain(string line);
}

/// <summary>Lines only.</summary>
internal sealed class PlainReport : IReport, IProgress<double>
{
    /// <inheritdoc/>
    public IProgress<double> ProgressOf(int item) => this;

    /// <inheritdoc/>
    public void Say(string line) => Console.Out.WriteLine(line);

    /// <inheritdoc/>
    public void Complain(string line) => Console.Error.WriteLine(line);

    void IProgress<double>.Report(double value)
    {
    }
}

/// <summary>Lines above a progress bar on the terminal.</summary>
internal sealed class BarReport(IAnsiConsole console, ProgressTask bar) : IReport
{
    /// <inheritdoc/>
    public IProgress<double> ProgressOf(int item) => new Part(bar, item);

    /// <inheritdoc/>
    public void Say(string line)
    {
        if (Console.IsOutputRedirected)
            Console.Out.WriteLine(line);
        else
            console.WriteLine(line);
    }

    /// <inheritdoc/>
    public void Complain(string line) => console.WriteLine(line);

    private sealed class Part(ProgressTask bar, int item) : IProgress<double>
    {
        public void Report(double value) => bar.Value = item + Math.Clamp(value, 0, 1);
    }
}
