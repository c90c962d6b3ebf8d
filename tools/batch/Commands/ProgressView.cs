using System.Globalization;
using Spectre.Console;
using VaeCodec.Batch.Shards;

namespace VaeCodec.Batch.Commands;

/// <summary>The progress of batches: on a terminal a bar for each, which lives; elsewhere lines, now and then.</summary>
internal sealed class ProgressView(BatchPlace place)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1), s_line = TimeSpan.FromSeconds(10);

    private readonly Queue<(DateTime When, long Done)> _past = [];

    /// <summary>Shows it until all are done.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (Console.IsOutputRedirected)
        {
            for (BatchState state = await ReadAsync(cancellationToken).ConfigureAwait(false); ;
                state = await ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                StandardOutput.WriteLines(Lines(state, Rate), cancellationToken);
                if (state.Batches.All(batch => batch.IsDone))
                    return;
                await Task.Delay(s_line, cancellationToken).ConfigureAwait(false);
            }
        }

        var text = new TaskDescriptionColumn { Alignment = Justify.Left };
        await AnsiConsole.Progress().Columns(new SpinnerColumn(), text, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(bars => ShowAsync(bars, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>All of it as lines.</summary>
    /// <param name="state">What there is.</param>
    /// <param name="rate">Pictures in a second; null where that is not known.</param>
    public static IEnumerable<string> Lines(BatchState state, double? rate)
    {
        foreach (BatchProgress batch in state.Batches)
        {
            yield return Printable.Line(string.Create(CultureInfo.InvariantCulture, $"{Text(batch)}  {batch.Source}"));
            if (batch.Error is { } error)
                yield return Printable.Line($"  stopped, and tried again later: {error}");
        }

        yield return Summary(state, rate);
    }

    private static string Text(BatchProgress batch) => string.Create(CultureInfo.InvariantCulture,
        $"{batch.Batch}  {batch.Done}/{batch.Pictures}{(batch.Listed ? "" : "+")} pictures: {batch.Added} added, {batch.Present} were "
            + $"there, {batch.Failed} set aside; {Saved(batch):F1} % saved");

    private static double Saved(BatchProgress batch)
        => batch.SourceBytes == 0 ? 0 : 100.0 * (batch.SourceBytes - batch.StoredBytes) / batch.SourceBytes;

    private static string Summary(BatchState state, double? rate)
    {
        string speed = "";
        if (rate is > 0 and { } pictures)
        {
            long left = state.Batches.Sum(batch => batch.Pictures - batch.Done);
            speed = string.Create(CultureInfo.InvariantCulture,
                $", {pictures:F1} pictures/s, {TimeSpan.FromSeconds(Math.Ceiling(left / pictures)):c} left");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{state.Workers} workers with {state.Threads} threads{speed}; "
            + $"{state.Waiting} shards to be tried again, {state.GivenUp} given up");
    }

    private async Task ShowAsync(ProgressContext bars, CancellationToken cancellationToken)
    {
        ProgressTask all = bars.AddTask("", maxValue: 1);
        var tasks = new Dictionary<string, ProgressTask>();
        while (true)
        {
            BatchState state = await ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (BatchProgress batch in state.Batches)
            {
                if (!tasks.TryGetValue(batch.Batch, out ProgressTask? bar))
                    tasks.Add(batch.Batch, bar = bars.AddTask("", maxValue: 1));
                bar.MaxValue = Math.Max(1, batch.Pictures);
                bar.Value = batch.IsDone ? bar.MaxValue : batch.Done;
                bar.Description = Markup.Escape(Text(batch));
            }

            all.MaxValue = Math.Max(1, state.Batches.Sum(batch => batch.Pictures));
            all.Value = state.Batches.Sum(batch => batch.Done);
            all.Description = Markup.Escape(Summary(state, Rate));
            if (state.Batches.All(batch => batch.IsDone))
            {
                all.Value = all.MaxValue;
                return;
            }

            await Task.Delay(s_beat, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Over the last half minute.</summary>
    private double? Rate => _past.Count < 2 ? null
        : (_past.Last().Done - _past.Peek().Done) / (_past.Last().When - _past.Peek().When).TotalSeconds;

    private async Task<BatchState> ReadAsync(CancellationToken cancellationToken)
    {
        BatchState state = await BatchState.ReadAsync(place, cancellationToken).ConfigureAwait(false);
        _past.Enqueue((DateTime.UtcNow, state.Batches.Sum(batch => batch.Done)));
        while (_past.Peek().When < DateTime.UtcNow.AddSeconds(-30))
            _past.Dequeue();
        return state;
    }
}
