using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Files;

/// <summary>What was made of an input.</summary>
/// <param name="File">The bytes of the output.</param>
/// <param name="Json">The report, of the warnings that there were.</param>
/// <param name="Line">The same for people; null where there is nothing to say.</param>
internal sealed record Product(ReadOnlyMemory<byte> File, Func<IReadOnlyList<string>, string> Json, string? Line);

/// <summary>Makes the outputs of a command, one after the other, and says what became of each.</summary>
internal static class Conversion
{
    /// <summary>Runs. Outputs that exist are told of before any work is done, on one line; the others are made.</summary>
    /// <param name="list">What there is to do.</param>
    /// <param name="json">Whether the reports go to stdout.</param>
    /// <param name="convert">Makes the bytes of an output; null where the command itself tells why there are none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<int> RunAsync(JobList list, bool json, Func<Job, IItemReport, CancellationToken, Task<Product?>> convert,
        CancellationToken cancellationToken)
    {
        string?[] reports = new string?[list.Jobs.Count];
        int[] all = [.. Enumerable.Range(0, reports.Length)],
            taken = [.. all.Where(i => list.Jobs[i].Output is { Existing: not Existing.Replace, IsTaken: true })];
        int code = taken.Length == 0 ? ExitCode.Success : Tell();
        try
        {
            return ExitCode.Worse(code, await Batch.RunAsync([.. all.Except(taken)], i => InputFile.Display(list.Jobs[i].Input.Name),
                MakeAsync, cancellationToken, Fail).ConfigureAwait(false));
        }
        finally
        {
            if (json)
                JsonOutput.Write(reports.Select((report, i) => report ?? UndoneReport.Cancelled(list.Jobs[i])), list.IsSeveral);
        }

        int Tell()
        {
            string first = list.Jobs[taken[0]].Output.Name;
            if (list.Jobs[0].Output.Existing == Existing.Refuse)
            {
                OutputException error = OutputFile.TakenError(first, taken.Length, "--skip-existing");
                foreach (int i in taken)
                    Fail(i, OutputFile.TakenError(list.Jobs[i].Output.Name, 1, "--skip-existing"), []);
                return Failure.Report(error);
            }

            foreach (int i in taken)
                Report(i, () => UndoneReport.Skipped(list.Jobs[i]));
            if (!json)
                StandardOutput.WriteLine(Printable.Line(taken.Length == 1 ? $"{first}: exists already; skipped"
                    : $"{first} and {taken.Length - 1} more exist already; skipped"));
            return ExitCode.Success;
        }

        void Fail(int i, Exception failure, IReadOnlyList<string> warnings)
            => Report(i, () => UndoneReport.Failed(list.Jobs[i], Failure.Describe(failure), warnings));

        // Only where somebody reads it: what writes JSON takes a short command longer to compile than the rest of its start.
        void Report(int i, Func<string> write)
        {
            if (json)
                reports[i] = write();
        }

        async Task<string?> MakeAsync(int i, IItemReport item, CancellationToken stop)
        {
            Job job = list.Jobs[i];
            if (job.Input.Failure is { } failure)
                throw failure;
            if (!job.MakesFolder)
                job.Output.RequireFolder();
            if (await convert(job, item, stop).ConfigureAwait(false) is not { } product)
                return null;
            if (job.MakesFolder)
                job.Output.MakeFolder();
            await job.Output.WriteAsync(product.File, stop).ConfigureAwait(false);
            Report(i, () => product.Json(item.Warnings));
            return json || job.Output.IsStandard ? null : product.Line;
        }
    }
}
