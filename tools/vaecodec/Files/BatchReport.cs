using Spectre.Console;

namespace VaeCodec.Tool.Files;

/// <summary>Where a batch tells how it is getting on: lines, and after a second a bar below them, if stderr is a terminal.</summary>
internal sealed class BatchReport(int items)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lazy<IAnsiConsole> _console = new(() => AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }));
    private volatile ProgressTask? _bar;
    private double _done;

    /// <summary>Runs the work and shows the bar if that takes long.</summary>
    public async Task<int> ShowAsync(Func<Task<int>> work)
    {
        Task<int> running = Task.Run(work);
        if (Console.IsErrorRedirected || await Task.WhenAny(running, Task.Delay(s_patience)).ConfigureAwait(false) == running)
            return await running.ConfigureAwait(false);
        return await _console.Value.Progress().AutoClear(true).StartAsync(async bars =>
        {
            _bar = bars.AddTask(items == 1 ? "working" : "files", maxValue: items);
            _bar.Value = Volatile.Read(ref _done);
            try
            {
                return await running.ConfigureAwait(false);
            }
            finally
            {
                _bar = null;
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Where the work on one item tells how it is getting on.</summary>
    /// <param name="place">Its place in the batch.</param>
    /// <param name="where">Its name, for warnings.</param>
    public IItemReport Item(int place, string where) => new ItemReport(this, place, where);

    /// <summary>Lines of results, for stdout.</summary>
    public void Say(string lines)
    {
        string text = Printable.Lines(lines);
        if (_bar is null || Console.IsOutputRedirected)
            StandardOutput.WriteLine(text);
        else
            _console.Value.WriteLine(text);
    }

    /// <summary>A line about a failure, for stderr.</summary>
    public void Complain(string line)
    {
        string text = "vaecodec: " + Printable.Line(line);
        if (_bar is null)
            Console.Error.WriteLine(text);
        else
            _console.Value.WriteLine(text);
    }

    private void Progress(double done)
    {
        Volatile.Write(ref _done, done);
        if (_bar is { } bar)
            bar.Value = done;
    }

    private sealed class ItemReport(BatchReport report, int place, string where) : IItemReport
    {
        private readonly List<string> _warnings = [];

        public IReadOnlyList<string> Warnings => _warnings;

        public void Warn(string line)
        {
            _warnings.Add(line);
            report.Complain($"{where}: {line}");
        }

        public void Report(double value) => report.Progress(place + Math.Clamp(value, 0, 1));
    }
}
