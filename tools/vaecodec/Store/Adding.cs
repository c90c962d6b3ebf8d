using System.Globalization;
using VaeCodec.Store;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Store;

/// <summary>Puts many files into a store, several at a time; each is told of, on a line, once it is safe.</summary>
internal sealed class Adding(IPictureStore store, string[] tags, int workers, bool json, StorePolicy policy)
{
    private readonly Lock _lock = new();
    private readonly AddTotals _totals = new();
    private int _code = ExitCode.Success;

    /// <summary>Runs.</summary>
    public async Task<int> RunAsync(IReadOnlyList<Input> inputs, CancellationToken cancellationToken)
    {
        var reports = new string?[inputs.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        try
        {
            await AddBar.ShowAsync(inputs.Count, _totals, () => Parallel.ForAsync(0, inputs.Count, options, async (i, stop) =>
                reports[i] = await AddAsync(inputs[i], stop).ConfigureAwait(false))).ConfigureAwait(false);
        }
        finally
        {
            if (json)
                JsonOutput.Write(reports.Select((report, i) => report ?? UndoneReport.Cancelled(inputs[i].Name)), asArray: true);
            else
                StandardOutput.WriteLine(_totals.ToText());
        }

        return _code;
    }

    private async Task<string> AddAsync(Input input, CancellationToken cancellationToken)
    {
        List<string> warnings = [];
        try
        {
            if (input.Failure is { } failure)
                throw failure;
            byte[] file = await InputFile.ReadAsync(input.Name, head => Signature.RequireSource(head, policy.Reading.MaxPixels),
                cancellationToken).ConfigureAwait(false);
            PutResult put = await store.PutAsync(file, Printable.Text(input.Place.Replace(Path.DirectorySeparatorChar, '/')), policy with
            {
                Reading = policy.Reading with { OnWarning = warnings.Add },
            }, cancellationToken).ConfigureAwait(false);
            if (tags.Length != 0)
                await store.TagAsync(put.Picture.Id, tags, cancellationToken: cancellationToken).ConfigureAwait(false);
            _totals.Count(put);
            string status = put.Status switch
            {
                PutStatus.Added => "added",
                PutStatus.Present => "present",
                PutStatus.Repaired => "repaired",
                _ => "restored",
            };
            foreach (string warning in warnings)
                Complain($"{input.Name}: {warning}");
            if (!json)
                Say(string.Create(CultureInfo.InvariantCulture, $"{put.Picture.Id} {status} {Printable.Name(input.Name)}"));
            return AddReport.Of(input.Name, status, put.Picture, warnings);
        }
#pragma warning disable CA1031 // Each file fails for itself.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _totals.CountFailure();
            Complain(Failure.Describe(error, input.Name), Failure.CodeOf(error));
            return UndoneReport.Failed(input.Name, null, Failure.Describe(error), warnings);
        }
    }

    private void Complain(string line, int code = ExitCode.Success)
    {
        lock (_lock)
            _code = ExitCode.Worse(_code, Failure.Report(line, code));
    }

    private void Say(string line)
    {
        lock (_lock)
            StandardOutput.WriteLine(line);
    }
}
