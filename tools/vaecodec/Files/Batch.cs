using Spectre.Console;

namespace VaeCodec.Tool.Files;

/// <summary>Runs a piece of work per file. One file that fails does not stop the others; the worst exit code is returned.</summary>
internal static class Batch
{
    /// <summary>Runs the work for each item in turn; several items get a progress bar when stderr is a terminal.</summary>
    /// <param name="items">What to work on.</param>
    /// <param name="where">The name of an item for messages.</param>
    /// <param name="work">Gets the item and where to report its progress; returns a line for people, or null.</param>
    /// <param name="cancellationToken">Ends the batch.</param>
    public static async Task<int> RunAsync<T>(IReadOnlyList<T> items, Func<T, string> where,
        Func<T, IItemReport, CancellationToken, Task<string?>> work, CancellationToken cancellationToken)
    {
        if (items.Count == 1 || Console.IsErrorRedirected)
            return await RunEachAsync(items, where, work, new PlainReport(), cancellationToken).ConfigureAwait(false);

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().AutoClear(true).StartAsync(bar =>
            RunEachAsync(items, where, work, new BarReport(console, bar.AddTask("files", maxValue: items.Count)), cancellationToken))
                .ConfigureAwait(false);
    }

    private static async Task<int> RunEachAsync<T>(IReadOnlyList<T> items, Func<T, string> where,
        Func<T, IItemReport, CancellationToken, Task<string?>> work, IReport report, CancellationToken cancellationToken)
    {
        int worst = ExitCode.Success;
        for (int i = 0; i < items.Count; i++)
        {
            try
            {
                if (await work(items[i], report.ProgressOf(i), cancellationToken).ConfigureAwait(false) is { } line)
                    report.Say(line);
            }
#pragma warning disable CA1031 // Each file fails for itself.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                report.Complain("vaecodec: " + Failure.Describe(exception, where(items[i])));
                worst = ExitCode.Worse(worst, Failure.CodeOf(exception));
            }

            report.ProgressOf(i).Report(1);
        }

        return worst;
    }
}
