using System.Diagnostics;
using System.Text.Json;
using TorchSharp;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Loop;

/// <summary>A training run of any model: steps by a schedule, a log, saved states.</summary>
internal sealed class TrainingLoop
{
    /// <summary>The log's name in the run's folder.</summary>
    public const string LogName = "log.jsonl";

    private readonly LoopSettings _settings;
    private readonly ITrainee _trainee;

    /// <summary>A fresh run, or one that goes on from the state in a folder.</summary>
    public TrainingLoop(LoopSettings settings, ITrainee trainee, string? resumeFolder = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(trainee);
        (_settings, _trainee) = (settings, trainee);
        Directory.CreateDirectory(settings.Folder);
        if (resumeFolder is not null)
            (Step, Seconds) = LoopState.Load(resumeFolder, trainee);
    }

    /// <summary>Steps taken, over all calls.</summary>
    public long Step { get; private set; }

    /// <summary>Time that they took, over all calls, of the config's clock.</summary>
    public double Seconds { get; private set; }

    /// <summary>What a bar shows of the run.</summary>
    public string Summary => _trainee.Summary;

    /// <summary>Trains until the schedule ends, this call's minutes are over, a step is reached or the token asks, and saves the
    /// state.</summary>
    /// <returns>True when the schedule has ended.</returns>
    public bool Run(double? minutes = null, long? untilStep = null, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var wall = Stopwatch.StartNew();
        var clock = new TrainingClock(_settings.Clock);
        double before = Seconds, loggedAt = 0, fraction = _settings.Schedule.Fraction(Step, before);
        TimeSpan savedAt = default;
        using var garbage = new GarbageBetweenSteps();
        _trainee.Begin(Step);
        try
        {
            while (fraction < 1 && !(wall.Elapsed.TotalMinutes >= minutes) && !(Step >= untilStep)
                && !cancellationToken.IsCancellationRequested)
            {
                double share = _settings.Schedule.Share(Step, fraction);
                using (torch.NewDisposeScope())
                    _trainee.Take(new(Step, fraction, share));
                Step++;
                double now = clock.Seconds;
                Seconds = before + now;
                fraction = _settings.Schedule.Fraction(Step, Seconds);
                if (Step % _settings.LogEverySteps == 0)
                {
                    Log(_trainee.Line(new(Step, Math.Round(Seconds, 1), now - loggedAt, share)));
                    loggedAt = now;
                }

                progress?.Report(fraction);
                if ((wall.Elapsed - savedAt).TotalMinutes > _settings.SaveEveryMinutes)
                {
                    Save();
                    savedAt = wall.Elapsed;
                }

                garbage.Collect();
            }
        }
        finally
        {
            _trainee.End();
        }

        Save();
        return fraction >= 1;
    }

    /// <summary>Appends a line to the log.</summary>
    public void Log(object line) => File.AppendAllText(Path.Combine(_settings.Folder, LogName), JsonSerializer.Serialize(line) + "\n");

    private void Save()
    {
        LoopState.Save(_settings.Folder, _trainee, Step, Seconds);
        _trainee.Saved(Step, Seconds);
    }
}
