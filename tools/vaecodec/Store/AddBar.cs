using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace VaeCodec.Tool.Store;

/// <summary>A bar on a terminal's stderr, with pictures in a second and bytes saved, while many files are put.</summary>
internal static class AddBar
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1), s_beat = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the work, and shows the bar if it takes long.</summary>
    public static async Task ShowAsync(int files, AddTotals totals, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        Task running = Task.Run(work);
        if (Console.IsErrorRedirected || await Task.WhenAny(running, Task.Delay(s_patience)).ConfigureAwait(false) == running)
        {
            await running.ConfigureAwait(false);
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().AutoClear(true).StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask("pictures", maxValue: files);
            while (await Task.WhenAny(running, Task.Delay(s_beat)).ConfigureAwait(false) != running)
            {
                bar.Value = totals.Done;
                bar.Description = string.Create(CultureInfo.InvariantCulture,
                    $"{totals.Done / clock.Elapsed.TotalSeconds:F1} pictures/s, {totals.Saved / 1e6:F1} MB saved");
            }
        }).ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }
}
