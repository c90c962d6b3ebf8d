using Spectre.Console;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Loop;

/// <summary>A call of <c>vaecodec train</c>, as a terminal shows it: a bar, then what came of it.</summary>
internal static class LoopConsole
{
    /// <summary>Of the time that a call may take; the rest is the held-out evaluation's.</summary>
    public const double TrainingShare = 0.9;

    /// <summary>Trains with a bar, and evaluates unless the call was stopped.</summary>
    /// <param name="console">Shows it.</param>
    /// <param name="loop">The run.</param>
    /// <param name="folder">Of the run.</param>
    /// <param name="minutes">How long the call may take, evaluation included; null: to the schedule's end.</param>
    /// <param name="finish">Evaluates.</param>
    /// <param name="cancellationToken">Stops after the current step.</param>
    public static void Run(IAnsiConsole console, TrainingLoop loop, string folder, double? minutes, Action finish,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(finish);
        bool ended = console.Progress().Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left }).Start(context =>
            {
                ProgressTask task = context.AddTask($"step {loop.Step}", maxValue: 1);
                return loop.Run(minutes * TrainingShare, null, new TaskProgress(task, loop), cancellationToken);
            });
        if (cancellationToken.IsCancellationRequested)
        {
            console.MarkupLineInterpolated($"stopped at step {loop.Step}; go on with --resume {folder}");
            return;
        }

        finish();
        console.MarkupLineInterpolated($"{(ended ? "trained" : "paused")} at step {loop.Step}; results in {folder}");
    }

    /// <summary>Says what is used; throws where it is not there.</summary>
    /// <param name="console">Shows it.</param>
    /// <param name="device">What the call asks for; small models are trained on the CPU.</param>
    public static void RequireCpu(IAnsiConsole console, string? device)
    {
        if (device is "cuda")
            throw new TorchException("this model is trained on the cpu");
        NativeTorch.Require("cpu");
        console.MarkupLineInterpolated($"{NativeTorch.Version} on cpu");
    }

    // Reports on the training thread: Progress<T> would post to the pool and reorder.
    private sealed class TaskProgress(ProgressTask task, TrainingLoop loop) : IProgress<double>
    {
        public void Report(double value)
        {
            task.Value = value;
            task.Description = $"step {loop.Step}  {loop.Summary}";
        }
    }
}
