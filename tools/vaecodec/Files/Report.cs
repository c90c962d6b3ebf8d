using Spectre.Console;

namespace VaeCodec.Tool.Files;

/// <summary>Where a batch tells how it is getting on.</summary>
internal interface IReport
{
    /// <summary>Progress within one item, 0 to 1, and what there is to say about it.</summary>
    IItemReport ProgressOf(int item);

    /// <summary>A line of results, for stdout.</summary>
    void Say(string line);

    /// <summary>A line about a failure, for stderr.</summary>
    void Complain(string line);
}

/// <summary>Where the work on one item tells how it is getting on.</summary>
internal interface IItemReport : IProgress<double>
{
    /// <summary>A line about something short of a failure, for stderr.</summary>
    void Warn(string line);
}

/// <summary>Lines only.</summary>
internal sealed class PlainReport : IReport, IItemReport
{
    /// <inheritdoc/>
    public IItemReport ProgressOf(int item) => this;

    /// <inheritdoc/>
    public void Say(string line) => Console.Out.WriteLine(Printable.Lines(line));

    /// <inheritdoc/>
    public void Complain(string line) => Console.Error.WriteLine(Printable.Line(line));

    /// <inheritdoc/>
    public void Warn(string line) => Complain(line);

    void IProgress<double>.Report(double value)
    {
    }
}

/// <summary>Lines above a progress bar on the terminal.</summary>
internal sealed class BarReport(IAnsiConsole console, ProgressTask bar) : IReport
{
    /// <inheritdoc/>
    public IItemReport ProgressOf(int item) => new Part(this, bar, item);

    /// <inheritdoc/>
    public void Say(string line)
    {
        if (Console.IsOutputRedirected)
            Console.Out.WriteLine(Printable.Lines(line));
        else
            console.WriteLine(Printable.Lines(line));
    }

    /// <inheritdoc/>
    public void Complain(string line) => console.WriteLine(Printable.Lines(line));

    private sealed class Part(BarReport report, ProgressTask bar, int item) : IItemReport
    {
        public void Warn(string line) => report.Complain(line);

        public void Report(double value) => bar.Value = item + Math.Clamp(value, 0, 1);
    }
}
