namespace VaeCodec.Tool.Files;

/// <summary>Runs a piece of work per file. One file that fails does not stop the others; the worst exit code is returned.</summary>
internal static class Batch
{
    /// <summary>Runs the work for each item in turn; what takes long gets a progress bar when stderr is a terminal.</summary>
    /// <param name="items">What to work on.</param>
    /// <param name="where">The name of an item for messages.</param>
    /// <param name="work">Gets the item and where to report its progress; returns a line for people, or null.</param>
    /// <param name="cancellationToken">Ends the batch.</param>
    /// <param name="failed">Told of each item that fails, with the warnings that came before.</param>
    public static Task<int> RunAsync<T>(IReadOnlyList<T> items, Func<T, string> where,
        Func<T, IItemReport, CancellationToken, Task<string?>> work, CancellationToken cancellationToken,
        Action<T, Exception, IReadOnlyList<string>>? failed = null)
    {
        var report = new BatchReport(items.Count);
        return report.ShowAsync(async () =>
        {
            int worst = ExitCode.Success;
            for (int i = 0; i < items.Count; i++)
            {
                IItemReport item = report.Item(i, where(items[i]));
                try
                {
                    if (await work(items[i], item, cancellationToken).ConfigureAwait(false) is { } line)
                        report.Say(line);
                }
#pragma warning disable CA1031 // Each file fails for itself.
                catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    report.Complain(Failure.Describe(exception, where(items[i])));
                    failed?.Invoke(items[i], exception, item.Warnings);
                    worst = ExitCode.Worse(worst, Failure.CodeOf(exception));
                }

                item.Report(1);
            }

            return worst;
        });
    }
}
